using System.Reflection;
using Akida.Testing.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Akida.Dsl.Generators.Tests.Zoo;

/// <summary>What an edit costs in the zoo with the simulators of its variants: nothing elsewhere, in a model that model's steps.</summary>
public class ZooIncrementalityTests
{
    private const string Edited = "GxnorMnist";
    private const int VariantsOfEdited = 3;

    private static readonly string[] StepNames =
    [
        AkidaModelGenerator.Steps.Declaration,
        AkidaModelGenerator.Steps.CheckedModel,
        AkidaModelGenerator.Steps.Simulator,
        AkidaModelGenerator.Steps.Kernels,
        AkidaModelGenerator.Steps.KernelFile,
        AkidaModelGenerator.Steps.Catalogue,
    ];

    private static readonly CSharpCompilation Zoo = ZooCompilation.Create(ModelCompilation.ParseOptions, ("Other.cs", "class Other;"));

    [Fact]
    public void An_unrelated_edit_re_runs_no_step()
    {
        (_, GeneratorRunResult after) = Run(EditOther());

        Assert.All(StepNames, name => Assert.Contains(name, after.TrackedSteps.Keys));
        Assert.True(Outputs(after, AkidaModelGenerator.Steps.Simulator).Count > 5);
        Assert.True(Outputs(after, AkidaModelGenerator.Steps.KernelFile).Count > 20);
        Assert.All(StepNames.Concat(after.TrackedOutputSteps.Keys), step => Assert.Equal(0, Changed(after, step)));
    }

    [Fact]
    public void An_edit_of_a_model_re_runs_its_own_steps_only()
    {
        (GeneratorRunResult before, GeneratorRunResult after) = Run(EditModel());

        Assert.Equal(1, Changed(after, AkidaModelGenerator.Steps.Declaration));
        Assert.Equal(1, Changed(after, AkidaModelGenerator.Steps.CheckedModel));
        Assert.Equal(VariantsOfEdited, Changed(after, AkidaModelGenerator.Steps.Simulator));
        Assert.Equal(VariantsOfEdited, Changed(after, AkidaModelGenerator.Steps.Kernels));
        Assert.Equal(0, Changed(after, AkidaModelGenerator.Steps.Catalogue));

        // The files that are new, gone or other than they were.
        string[] files =
        [
            .. Files(before).Except(Files(after)).Concat(Files(after).Except(Files(before))).Select(file => file.Name).Distinct(),
        ];
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains($".{Edited}.", file, StringComparison.Ordinal));
        Assert.InRange(Changed(after, AkidaModelGenerator.Steps.KernelFile), 1, files.Length);
    }

    [Fact]
    public async Task An_unrelated_edit_makes_the_analyzer_read_no_model_again()
    {
        Dictionary<string, object> before = await Declarations(Zoo),
            after = await Declarations(EditOther());

        Assert.True(before.Count > 10);
        Assert.All(before, known => Assert.Same(known.Value, after[known.Key]));
    }

    [Fact]
    public async Task An_edit_of_a_model_makes_the_analyzer_read_that_model_again()
    {
        Dictionary<string, object> before = await Declarations(Zoo),
            after = await Declarations(EditModel());

        Assert.Equal([Edited], before.Where(known => !ReferenceEquals(known.Value, after[known.Key])).Select(known => known.Key));
    }

    private static CSharpCompilation EditOther() =>
        ZooCompilation.Edit(Zoo, "Other.cs", "class Other;", "class Other { const int X = 1; }");

    private static CSharpCompilation EditModel() => ZooCompilation.Edit(Zoo, Edited + ".cs", "ConvBlock(64, 3", "ConvBlock(48, 3");

    private static (GeneratorRunResult Before, GeneratorRunResult After) Run(CSharpCompilation after)
    {
        GeneratorDriver driver = ModelCompilation.Driver().RunGenerators(Zoo, TestContext.Current.CancellationToken);
        GeneratorRunResult before = driver.GetRunResult().Results.Single();
        return (before, driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single());
    }

    private static List<IncrementalStepRunReason> Outputs(GeneratorRunResult result, string step) =>
        [
            .. (result.TrackedSteps.TryGetValue(step, out var runs) ? runs : result.TrackedOutputSteps[step])
                .SelectMany(run => run.Outputs)
                .Select(output => output.Reason),
        ];

    private static int Changed(GeneratorRunResult result, string step) =>
        Outputs(result, step)
            .Count(reason =>
                reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified or IncrementalStepRunReason.Removed
            );

    private static IEnumerable<(string Name, string Text)> Files(GeneratorRunResult result) =>
        result.GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString()));

    /// <summary>
    /// What the analyzer has at hand of each model after it ran: the same object as long as it does not read the class again.
    /// </summary>
    private static async Task<Dictionary<string, object>> Declarations(CSharpCompilation sources)
    {
        Compilation compilation = ModelCompilation.Generate(sources);
        await compilation.WithAnalyzers([new AkidaModelAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return compilation
            .GetSymbolsWithName(_ => true, SymbolFilter.Type, TestContext.Current.CancellationToken)
            .OfType<INamedTypeSymbol>()
            .Where(type => type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == nameof(AkidaModelAttribute)))
            .ToDictionary(type => type.Name, type => Known(type, compilation));
    }

    private static object Known(INamedTypeSymbol type, Compilation compilation)
    {
        const string cache = "Akida.Dsl.Generators.Caching.KnownClasses";
        MethodInfo read =
            typeof(AkidaModelAnalyzer)
                .Assembly.GetType(cache, throwOnError: true)!
                .GetMethod("Read", [typeof(INamedTypeSymbol), typeof(Compilation)])
            ?? throw new MissingMethodException(cache, "Read");
        object known = read.Invoke(null, [type, compilation])!;
        return known.GetType().GetProperty("Placed")!.GetValue(known)!;
    }
}
