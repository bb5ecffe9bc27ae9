using Akida.Dsl.Generators.Tests.RulePages;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Blocks;
using Akida.Graph.Rules.Device;
using Akida.Graph.Rules.Pooling;
using Akida.Testing.Verdicts;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests.Verdicts;

/// <summary>One cause has one diagnostic, however many rules it breaks.</summary>
/// <param name="nets">What the compiler says of the recorded nets.</param>
public sealed class OneCauseTests(AnalyzedNets nets) : IClassFixture<AnalyzedNets>
{
    /// <summary>What is refused for several causes: each remains when the others are mended.</summary>
    private static readonly Dictionary<string, string[]> SeveralCauses = new()
    {
        // Two ReLUs without a bound.
        ["relu-unbounded-v1"] = ["AKD2002", "AKD2002"],
        // A SeparableConv2D in its place would have the wrong multiplier, too,
        ["dw-multiplier-2-v1"] = ["AKD2021", "AKD2025"],
        // or take no zero point over.
        ["dw-as-input-v1"] = ["AKD2007", "AKD2025"],
        // A page: on Akida 1.0 the convolutions of a temporal block are as impossible as its ReLUs, which have one attribute.
        ["AKD3011"] = ["AKD2002", "AKD2025"],
    };

    /// <summary>
    /// What leaves a layer float is told beside the cause, of the layer: the compiler, <c>check</c> and the tools must all say that only
    /// the first part of the model runs on Akida.
    /// </summary>
    private static readonly string LeftFloat = RuleTable.Of<SupportedLayerRule>().Id;

    /// <summary>Rules that are independent wherever they meet: the place of a pooling among the layers and the size of its map.</summary>
    private static readonly string[] Independent =
    [
        RuleTable.Of<GapOrderRule>().Id,
        RuleTable.Of<GapAreaRule>().Id,
        RuleTable.Of<GapSizeRule>().Id,
    ];

    public static TheoryData<string> Nets => [.. ConstraintCase.All.Keys];

    [Theory]
    [MemberData(nameof(Nets))]
    public void A_net_has_one_error_for_each_cause(string id)
    {
        Diagnostic[] errors = nets.Errors(ConstraintCase.All[id]);
        string[] found = [.. errors.Select(error => error.Id).Order(StringComparer.Ordinal)];

        IEnumerable<string> causes = found.Distinct().SequenceEqual([LeftFloat]) ? found : found.Where(error => error != LeftFloat);
        Assert.Equal(SeveralCauses.GetValueOrDefault(id) ?? found.Take(1), causes);
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void A_version_has_no_two_things_to_say_of_one_place_of_a_net(string id) =>
        AssertDistinctPlaces(nets.Diagnostics(ConstraintCase.All[id]), SeveralCauses.GetValueOrDefault(id, Independent));

    [Theory]
    [MemberData(nameof(RulePageTests.CompiledIds), MemberType = typeof(RulePageTests))]
    public async Task A_version_has_no_two_things_to_say_of_one_place_of_a_page(string id) =>
        AssertDistinctPlaces(
            await TestCompilation.Report("using Akida;\n\n" + RulePage.Read(id).Example("Wrong").Code),
            SeveralCauses.GetValueOrDefault(id, Independent)
        );

    private static void AssertDistinctPlaces(IEnumerable<Diagnostic> diagnostics, string[] independent)
    {
        IEnumerable<string> doubled =
            from diagnostic in diagnostics
            from version in new[] { "1.0", "2.0" }
            where
                !diagnostic.GetMessage().Contains("(for ", StringComparison.Ordinal)
                || diagnostic.GetMessage().Split("(for ")[^1].Contains(version, StringComparison.Ordinal)
            group diagnostic by (diagnostic.Location.SourceSpan, version) into place
            where place.Count() > 1 && place.Any(diagnostic => !independent.Contains(diagnostic.Id))
            select string.Join("\n", place.Select(diagnostic => diagnostic.ToString()));

        Assert.Empty(doubled);
    }
}
