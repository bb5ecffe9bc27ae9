using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Akida.Dsl.Generators.Tests;

/// <summary>Typing elsewhere re-runs nothing.</summary>
public class IncrementalityTests
{
    private const string Model = """
        using Akida;
        [AkidaModel("small"), Input(8, 8, 1)]
        public sealed partial class Small
        {
            [ConvBlock(8, 3)] public partial Layer Conv { get; }
        }
        """;

    [Fact]
    public void An_unrelated_edit_re_runs_no_step()
    {
        SyntaxTree model = TestCompilation.Parse(Model), other = TestCompilation.Parse("class Other;", "Other.cs");
        CSharpCompilation before = TestCompilation.Create(model, other);
        CSharpCompilation after = before.ReplaceSyntaxTree(other, TestCompilation.Parse("class Other { int X; }", "Other.cs"));

        Assert.All(Reasons(before, after), reason => Assert.Contains(reason.Value, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    [Fact]
    public void Moving_the_model_in_its_file_changes_no_step()
    {
        SyntaxTree model = TestCompilation.Parse(Model);
        CSharpCompilation before = TestCompilation.Create(model);
        CSharpCompilation after = before.ReplaceSyntaxTree(model, TestCompilation.Parse("// a comment\n" + Model));

        Assert.All(Reasons(before, after), reason => Assert.Contains(reason.Value, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    [Fact]
    public void An_edit_of_the_model_re_runs_its_steps()
    {
        SyntaxTree model = TestCompilation.Parse(Model);
        CSharpCompilation before = TestCompilation.Create(model);
        CSharpCompilation after = before.ReplaceSyntaxTree(model, TestCompilation.Parse(Model.Replace("(8, 3)", "(16, 3)", StringComparison.Ordinal)));

        Assert.Contains(Reasons(before, after), reason => reason is { Key: AkidaModelGenerator.Steps.CheckedModel, Value: IncrementalStepRunReason.Modified });
    }

    /// <summary>Why each output of each named step (and of the file outputs) was as it was in the second run.</summary>
    private static List<KeyValuePair<string, IncrementalStepRunReason>> Reasons(CSharpCompilation before, CSharpCompilation after)
    {
        GeneratorDriver driver = TestCompilation.Driver().RunGenerators(before, TestContext.Current.CancellationToken);
        GeneratorRunResult result = driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        string[] names = [AkidaModelGenerator.Steps.Declaration, AkidaModelGenerator.Steps.CheckedModel, AkidaModelGenerator.Steps.Catalogue];
        Assert.All(names, name => Assert.Contains(name, result.TrackedSteps.Keys));
        IEnumerable<KeyValuePair<string, ImmutableArray<IncrementalGeneratorRunStep>>> steps =
            result.TrackedSteps.Where(step => names.Contains(step.Key)).Concat(result.TrackedOutputSteps);
        return [.. from step in steps from run in step.Value from output in run.Outputs select KeyValuePair.Create(step.Key, output.Reason)];
    }
}
