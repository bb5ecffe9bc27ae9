using System.Collections.Immutable;
using System.Reflection;
using Akida.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Akida.Dsl.Generators.Tests;

/// <summary>Compiles small sources with the generator and the analyzer.</summary>
internal static class TestCompilation
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.Parse);

    public static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll")
            .Append(typeof(AkidaModelAttribute).Assembly.Location)
            .Append(typeof(ModelGraph).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static SyntaxTree Parse(string source, string path = "Model.cs") => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    public static CSharpCompilation Create(params SyntaxTree[] trees) => Create("Test.Models", trees, []);

    private static CSharpCompilation Create(string name, SyntaxTree[] trees, MetadataReference[] references) => CSharpCompilation.Create(
        name, trees, References.AddRange(references), Options);

    public static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new AkidaModelGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The emitted files, joined, of a source that must compile with them.</summary>
    public static string Generate(string source)
    {
        CSharpGeneratorDriver driver = (CSharpGeneratorDriver)Driver().RunGeneratorsAndUpdateCompilation(Create(Parse(source)), out Compilation compilation, out _);
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        Assert.Empty(errors);
        return string.Join("\n", driver.GetRunResult().GeneratedTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).Select(tree => tree.ToString()));
    }

    /// <summary>The assembly of a source and the files emitted for it.</summary>
    public static Assembly Load(string source, params MetadataReference[] references) => Assembly.Load(Emit(Compile("Test.Models", source, references)));

    /// <summary>A source and the files emitted for it, compiled to an assembly that others reference.</summary>
    public static MetadataReference CompileReference(string name, string source) => MetadataReference.CreateFromImage(Emit(Compile(name, source, [])));

    /// <summary>What the analyzer says of a source: <c>ID 'underlined text' message</c>, in the order of the places, then the ids.</summary>
    public static async Task<string[]> Analyze(string source, params MetadataReference[] references) =>
        Show(source, await Report(Create("Test.Models", [Parse(source)], references)));

    /// <summary>What the analyzer says of a source.</summary>
    public static Task<ImmutableArray<Diagnostic>> Report(string source) => Report(Create(Parse(source)));

    /// <summary>What the analyzer says of sources and the files emitted for them.</summary>
    public static Task<ImmutableArray<Diagnostic>> Report(Compilation sources) => AnalyzerDiagnostics(Compile(sources));

    /// <summary>The errors of the compiler and what the analyzer says of files.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnoseAll(params SyntaxTree[] trees)
    {
        Compilation compilation = Compile(Create(trees));
        return [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), .. await AnalyzerDiagnostics(compilation)];
    }

    /// <summary>The errors of the compiler and what the analyzer says, in the same form.</summary>
    public static async Task<string[]> Diagnose(string source)
    {
        Compilation compilation = Compile("Test.Models", source, []);
        return Show(source, [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), .. await AnalyzerDiagnostics(compilation)]);
    }

    private static Compilation Compile(string name, string source, MetadataReference[] references) => Compile(Create(name, [Parse(source)], references));

    private static Compilation Compile(Compilation sources)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(sources, out Compilation compilation, out _);
        Assert.All(driver.GetRunResult().Results, result => Assert.Null(result.Exception));
        return compilation;
    }

    private static byte[] Emit(Compilation compilation)
    {
        using MemoryStream image = new();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return image.ToArray();
    }

    private static Task<ImmutableArray<Diagnostic>> AnalyzerDiagnostics(Compilation compilation) => compilation
        .WithAnalyzers([new AkidaModelAnalyzer()])
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    private static string[] Show(string source, ImmutableArray<Diagnostic> diagnostics)
    {
        return
        [
            .. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.GetMessage(), StringComparer.Ordinal)
                .Select(diagnostic => $"{diagnostic.Id} '{source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)}' {diagnostic.GetMessage()}"),
        ];
    }
}
