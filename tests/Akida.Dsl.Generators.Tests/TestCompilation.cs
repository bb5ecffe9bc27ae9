using System.Collections.Immutable;
using System.Reflection;
using Akida.Testing.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Akida.Dsl.Generators.Tests;

/// <summary>Compiles small sources with the generator and the analyzer.</summary>
internal static class TestCompilation
{
    public static SyntaxTree Parse(string source, string path = "Model.cs") => ModelCompilation.Parse(source, path);

    public static CSharpGeneratorDriver Driver() => ModelCompilation.Driver();

    public static CSharpCompilation Create(params SyntaxTree[] trees) => Create("Test.Models", trees, []);

    private static CSharpCompilation Create(string name, SyntaxTree[] trees, MetadataReference[] references) =>
        CSharpCompilation.Create(name, trees, ModelCompilation.References.AddRange(references), ModelCompilation.Options);

    /// <summary>The emitted files, joined, of a source that must compile with them.</summary>
    public static string Generate(string source)
    {
        CSharpGeneratorDriver driver = (CSharpGeneratorDriver)
            Driver().RunGeneratorsAndUpdateCompilation(Create(Parse(source)), out Compilation compilation, out _);
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        Assert.Empty(errors);
        return string.Join(
            "\n",
            driver.GetRunResult().GeneratedTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).Select(tree => tree.ToString())
        );
    }

    /// <summary>The assembly of a source and the files emitted for it.</summary>
    public static Assembly Load(string source, params MetadataReference[] references) =>
        Assembly.Load(ModelCompilation.Emit(Compile("Test.Models", source, references)));

    /// <summary>A source and the files emitted for it, compiled to an assembly that others reference.</summary>
    public static MetadataReference CompileReference(string name, string source) =>
        MetadataReference.CreateFromImage(ModelCompilation.Emit(Compile(name, source, [])));

    /// <summary>The errors of the compiler for a source and the files emitted for it, in an assembly of a name.</summary>
    public static IEnumerable<string> CompilerErrors(string assembly, string source) =>
        Compile(assembly, source, [])
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString());

    /// <summary>
    /// What the analyzer says of a source: <c>ID 'underlined text' message</c>, in the order of the places, then the ids.
    /// </summary>
    public static async Task<string[]> Analyze(string source, params MetadataReference[] references) =>
        Show(source, await Report(Create("Test.Models", [Parse(source)], references)));

    /// <summary>What the analyzer says of a source.</summary>
    public static Task<ImmutableArray<Diagnostic>> Report(string source) => Report(Create(Parse(source)));

    /// <summary>What the analyzer says of sources and the files emitted for them.</summary>
    public static Task<ImmutableArray<Diagnostic>> Report(Compilation sources) => AnalyzerDiagnostics(ModelCompilation.Generate(sources));

    /// <summary>The errors of the compiler and what the analyzer says of files.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnoseAll(params SyntaxTree[] trees)
    {
        Compilation compilation = ModelCompilation.Generate(Create(trees));
        return
        [
            .. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
            .. await AnalyzerDiagnostics(compilation),
        ];
    }

    /// <summary>The errors of the compiler and what the analyzer says, in the same form.</summary>
    public static async Task<string[]> Diagnose(string source)
    {
        Compilation compilation = Compile("Test.Models", source, []);
        return Show(
            source,
            [
                .. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
                .. await AnalyzerDiagnostics(compilation),
            ]
        );
    }

    private static Compilation Compile(string name, string source, MetadataReference[] references) =>
        ModelCompilation.Generate(Create(name, [Parse(source)], references));

    private static Task<ImmutableArray<Diagnostic>> AnalyzerDiagnostics(Compilation compilation) =>
        compilation.WithAnalyzers([new AkidaModelAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    private static string[] Show(string source, ImmutableArray<Diagnostic> diagnostics)
    {
        return
        [
            .. diagnostics
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.GetMessage(), StringComparer.Ordinal)
                .Select(diagnostic =>
                    $"{diagnostic.Id} '{source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)}' "
                    + $"{diagnostic.GetMessage()}"
                ),
        ];
    }
}
