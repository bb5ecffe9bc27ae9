using System.Collections.Immutable;
using Akida.Dsl.Generators;
using Akida.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Akida.Testing.Compiling;

/// <summary>Compiles model classes in memory, with what the generator emits for them.</summary>
public static class ModelCompilation
{
    /// <summary>How sources are read.</summary>
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.Parse);

    /// <summary>What models are compiled to.</summary>
    public static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable
    );

    /// <summary>What a project of models references: the framework, the attributes and the graphs.</summary>
    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path =>
                Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll"
            )
            .Append(typeof(AkidaModelAttribute).Assembly.Location)
            .Append(typeof(ModelGraph).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>A parsed source.</summary>
    public static SyntaxTree Parse(string source, string path = "Model.cs") => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>The generator.</summary>
    public static CSharpGeneratorDriver Driver() =>
        CSharpGeneratorDriver.Create(
            [new AkidaModelGenerator().AsSourceGenerator()],
            parseOptions: ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)
        );

    /// <summary>A compilation with what the generator emits for it.</summary>
    /// <exception cref="InvalidOperationException">The generator failed.</exception>
    public static Compilation Generate(Compilation sources)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(sources, out Compilation compilation, out _);
        return driver.GetRunResult().Results.Select(result => result.Exception).FirstOrDefault(error => error is not null) is { } error
            ? throw new InvalidOperationException($"the generator failed: {error.Message}", error)
            : compilation;
    }

    /// <summary>The assembly of a compilation.</summary>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public static byte[] Emit(Compilation compilation)
    {
        using MemoryStream image = new();
        Diagnostic[] errors = [.. compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        return errors.Length == 0
            ? image.ToArray()
            : throw new InvalidOperationException(string.Join("\n", errors.Select(error => error.ToString())));
    }
}
