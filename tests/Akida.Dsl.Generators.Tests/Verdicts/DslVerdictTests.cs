using System.Collections.Immutable;
using Akida.Dsl.Generators.Diagnostics;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Blocks;
using Akida.Testing.Verdicts;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests.Verdicts;

/// <summary>All recorded nets, written in the DSL and analyzed in one compilation.</summary>
public sealed class AnalyzedNets : IAsyncLifetime
{
    private ILookup<string, Diagnostic> diagnostics = Array.Empty<Diagnostic>().ToLookup(_ => "");

    /// <summary>What is said of a net.</summary>
    public IEnumerable<Diagnostic> Diagnostics(ConstraintCase data) => diagnostics[PathOf(data)];

    /// <summary>The errors of a net.</summary>
    public Diagnostic[] Errors(ConstraintCase data) =>
        [.. Diagnostics(data).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        SyntaxTree[] trees = [.. ConstraintCase.All.Values.Select(data => TestCompilation.Parse(NetSource.Write(data), PathOf(data)))];
        diagnostics = (await TestCompilation.DiagnoseAll(trees)).ToLookup(diagnostic => diagnostic.Location.GetLineSpan().Path);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string PathOf(ConstraintCase data) => data.Id + ".cs";
}

/// <summary>
/// Written in the DSL, a net has an error exactly where the tools refuse it or run it in part only, and one that is about the cause.
/// </summary>
/// <param name="nets">What the compiler says.</param>
public sealed class DslVerdictTests(AnalyzedNets nets) : IClassFixture<AnalyzedNets>
{
    public static TheoryData<string> Cases => [.. ConstraintCase.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_net_has_an_error_where_the_tools_refuse_it(string id)
    {
        ConstraintCase data = ConstraintCase.All[id];
        Diagnostic[] errors = nets.Errors(data);
        string[] names = [.. errors.SelectMany(RulesOf).Distinct()];
        string found = $"{NetSource.Write(data)}\n{string.Join("\n", errors.Select(error => error.ToString()))}";

        // Every error is a rule's: what the compiler itself refuses says nothing about Akida.
        Assert.True(errors.All(error => RuleTable.All.Any(rule => rule.Id == error.Id && rule.Origin == RuleOrigin.Tool)), found);
        if (data.Cause is { } cause)
        {
            Assert.True(Causes.RulesAbout(cause).Any(about => names.Contains(about.Name)), $"nothing about {cause} among: {found}");
        }
        else if (data.RunsInPart)
        {
            Assert.True(
                errors.Any(error => error.Id == RuleTable.Of<SupportedLayerRule>().Id),
                $"nothing about float layers among: {found}"
            );
        }
        else if (Causes.DeliberateFindings.TryGetValue(id, out Rule? rule))
        {
            Assert.Equal([rule.Name], names);
        }
        else
        {
            Assert.True(errors.Length == 0, found);
        }
    }

    /// <summary>The rule that an error names, and those that are broken for the same cause.</summary>
    private static IEnumerable<string> RulesOf(Diagnostic error) =>
        (error.Properties.GetValueOrDefault(DiagnosticProperties.Consequences)?.Split(',') ?? []).Prepend(
            RuleTable.All.FirstOrDefault(rule => rule.Id == error.Id)?.Name ?? error.Id
        );
}
