using Akida.Graph.Rules;
using Akida.Graph.Rules.Bits;
using Akida.Graph.Rules.Blocks;
using Akida.Graph.Rules.Inputs;
using Akida.Graph.Rules.Pooling;
using Akida.Graph.Rules.Shaping;

namespace Akida.Testing.Verdicts;

/// <summary>How the recorded verdicts relate to our rules.</summary>
public static class Causes
{
    /// <summary>Where we deliberately find what the tools accept; the reasons are in docs/compatibility.md.</summary>
    public static IReadOnlyDictionary<string, Rule> DeliberateFindings { get; } =
        new Dictionary<string, Rule> { ["concat-axis-1-v2"] = RuleTable.Of<ConcatenateAxisRule>() };

    /// <summary>Rules that say in other words, or more exactly, what is recorded as the cause.</summary>
    private static readonly Dictionary<Rule, Rule[]> Related = new()
    {
        // The first thing that the tools stumble over.
        [RuleTable.Of<BlockPatternRule>()] =
        [
            RuleTable.Of<GapOrderRule>(),
            RuleTable.Of<VersionTwoLayersRule>(),
            RuleTable.Of<ReshapeRule>(),
            RuleTable.Of<PoolingFirstRule>(),
        ],
        [RuleTable.Of<BlockEndsWithReluRule>()] =
        [
            RuleTable.Of<GapOrderRule>(),
            RuleTable.Of<VersionTwoLayersRule>(),
            RuleTable.Of<NoBranchRule>(),
        ],
        [RuleTable.Of<WeightBitsRule>()] = [RuleTable.Of<ImageInputRule>()],
        [RuleTable.Of<DenseWeightBitsRule>()] = [RuleTable.Of<ImageInputRule>(), RuleTable.Of<BlockPatternRule>()],
        [RuleTable.Of<DenseInputRule>()] = [RuleTable.Of<ReshapeRule>()],
        [RuleTable.Of<PoolingFirstRule>()] = [RuleTable.Of<UnsignedInputRule>()],
    };

    /// <summary>The rules that are about a recorded cause, which has the name of a rule.</summary>
    public static Rule[] RulesAbout(string cause)
    {
        Rule rule = RuleTable.All.Single(candidate => candidate.Name == cause);
        return Related.TryGetValue(rule, out Rule[]? others) ? [rule, .. others] : [rule];
    }
}
