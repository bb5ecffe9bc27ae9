using System.Collections.Immutable;
using Akida.Dsl.Generators.Diagnostics;
using Akida.Testing;
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
        SyntaxTree model = TestCompilation.Parse(Model),
            other = TestCompilation.Parse("class Other;", "Other.cs");
        CSharpCompilation before = TestCompilation.Create(model, other);
        CSharpCompilation after = before.ReplaceSyntaxTree(other, TestCompilation.Parse("class Other { int X; }", "Other.cs"));

        Assert.All(
            Reasons(before, after),
            reason => Assert.Contains(reason.Value, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged })
        );
    }

    [Fact]
    public void Moving_the_model_in_its_file_changes_no_step()
    {
        SyntaxTree model = TestCompilation.Parse(Model);
        CSharpCompilation before = TestCompilation.Create(model);
        CSharpCompilation after = before.ReplaceSyntaxTree(model, TestCompilation.Parse("// a comment\n" + Model));

        Assert.All(
            Reasons(before, after),
            reason => Assert.Contains(reason.Value, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged })
        );
    }

    [Fact]
    public void An_edit_of_the_model_re_runs_its_steps()
    {
        SyntaxTree model = TestCompilation.Parse(Model);
        CSharpCompilation before = TestCompilation.Create(model);
        CSharpCompilation after = before.ReplaceSyntaxTree(
            model,
            TestCompilation.Parse(Model.Replace("(8, 3)", "(16, 3)", StringComparison.Ordinal))
        );

        Assert.Contains(
            Reasons(before, after),
            reason => reason is { Key: AkidaModelGenerator.Steps.CheckedModel, Value: IncrementalStepRunReason.Modified }
        );
    }

    [Fact]
    public void An_edit_of_one_model_leaves_the_others_as_they_are()
    {
        string other = Model.Replace("small", "other", StringComparison.Ordinal).Replace("Small", "Other", StringComparison.Ordinal);
        SyntaxTree model = TestCompilation.Parse(Model);
        CSharpCompilation before = TestCompilation.Create(model, TestCompilation.Parse(other, "Other.cs"));
        CSharpCompilation after = before.ReplaceSyntaxTree(
            model,
            TestCompilation.Parse(Model.Replace("(8, 3)", "(16, 3)", StringComparison.Ordinal))
        );

        IEnumerable<KeyValuePair<string, IncrementalStepRunReason>> changed = Reasons(before, after)
            .Where(reason => reason.Value is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));

        Assert.Equal(
            [AkidaModelGenerator.Steps.CheckedModel, AkidaModelGenerator.Steps.Declaration, "SourceOutput"],
            changed.Select(reason => reason.Key).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void An_unrelated_edit_re_runs_no_step_of_the_zoo()
    {
        string zoo = Path.Combine(TestFolders.Repository, "zoo", "Akida.Zoo");
        SyntaxTree other = TestCompilation.Parse("class Other;", "Other.cs");
        CSharpCompilation before = TestCompilation.Create([
            .. Directory.GetFiles(zoo, "*.cs").Select(path => TestCompilation.Parse(File.ReadAllText(path), path)),
            other,
        ]);
        CSharpCompilation after = before.ReplaceSyntaxTree(other, TestCompilation.Parse("class Other { const int X = 1; }", "Other.cs"));
        List<KeyValuePair<string, IncrementalStepRunReason>> reasons = Reasons(before, after);

        Assert.True(reasons.Count(reason => reason.Key == AkidaModelGenerator.Steps.CheckedModel) > 10);
        Assert.All(
            reasons,
            reason => Assert.Contains(reason.Value, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged })
        );
    }

    /// <summary>Declarations are kept from one run to the next, but not past a change of what their attributes mean.</summary>
    [Theory]
    [InlineData("static class Sizes { public const int Filters = 8; }", "static class Sizes { public const int Filters = 0; }")]
    [InlineData(
        "static class Sizes { public const int Filters = Base.Most; }",
        "static class Sizes { public const int Filters = Base.Most; }",
        "static class Base { public const int Most = 8; }",
        "static class Base { public const int Most = 0; }"
    )]
    [InlineData(
        "global using Sizes = Few;",
        "global using Sizes = Many;",
        "class Few { public const int Filters = 1; } class Many { public const int Filters = 0; }",
        "class Few { public const int Filters = 1; } class Many { public const int Filters = 0; }"
    )]
    public async Task What_a_constant_elsewhere_says_is_read_again(
        string before,
        string after,
        string otherBefore = "",
        string otherAfter = ""
    )
    {
        SyntaxTree model = TestCompilation.Parse(Model.Replace("(8, 3)", "(Sizes.Filters, 3)", StringComparison.Ordinal));
        SyntaxTree sizes = TestCompilation.Parse(before, "Sizes.cs"),
            other = TestCompilation.Parse(otherBefore, "Other.cs");
        CSharpCompilation first = TestCompilation.Create(model, sizes, other);
        CSharpCompilation second = first
            .ReplaceSyntaxTree(sizes, before == after ? sizes : TestCompilation.Parse(after, "Sizes.cs"))
            .ReplaceSyntaxTree(other, otherBefore == otherAfter ? other : TestCompilation.Parse(otherAfter, "Other.cs"));

        Assert.Contains(
            Reasons(first, second),
            reason => reason is { Key: AkidaModelGenerator.Steps.Declaration, Value: IncrementalStepRunReason.Modified }
        );
        Assert.DoesNotContain(await TestCompilation.Report(first), diagnostic => diagnostic.Id == DiagnosticIds.BadSize);
        Assert.Contains(await TestCompilation.Report(second), diagnostic => diagnostic.Id == DiagnosticIds.BadSize);
    }

    /// <summary>Why each output of each named step (and of the file outputs) was as it was in the second run.</summary>
    private static List<KeyValuePair<string, IncrementalStepRunReason>> Reasons(CSharpCompilation before, CSharpCompilation after)
    {
        GeneratorDriver driver = TestCompilation.Driver().RunGenerators(before, TestContext.Current.CancellationToken);
        GeneratorRunResult result = driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        string[] names =
        [
            AkidaModelGenerator.Steps.Declaration,
            AkidaModelGenerator.Steps.CheckedModel,
            AkidaModelGenerator.Steps.Catalogue,
        ];
        Assert.All(names, name => Assert.Contains(name, result.TrackedSteps.Keys));
        IEnumerable<KeyValuePair<string, ImmutableArray<IncrementalGeneratorRunStep>>> steps = result
            .TrackedSteps.Where(step => names.Contains(step.Key))
            .Concat(result.TrackedOutputSteps);
        return
        [
            .. from step in steps from run in step.Value from output in run.Outputs select KeyValuePair.Create(step.Key, output.Reason),
        ];
    }
}
