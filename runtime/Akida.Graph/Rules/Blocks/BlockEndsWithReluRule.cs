using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules.Pooling;

namespace Akida.Graph.Rules.Blocks;

/// <summary>What goes from one layer of Akida 1.0 to the next are the counts of an activation.</summary>
public sealed class BlockEndsWithReluRule()
    : BlockRule(
        "AKD2012",
        "v1-block-ends-with-relu",
        $"Every layer of {AkidaVersions.V1Name} but the last must end with a ReLU",
        AkidaVersion.V1
    )
{
    /// <summary>Whether a layer of Akida 1.0 that others follow has no ReLU.</summary>
    public static bool LacksRelu(RuleContext context, AkidaBlock block) =>
        context.Version == AkidaVersion.V1 && block.Find<ReLU>() is null && context.Lowered.Following(block).Any();

    internal override bool IsExplainedBy(RuleContext context, Finding own, Finding other) =>
        base.IsExplainedBy(context, own, other) || (other.Rule is PoolingFirstRule && other.Layer == own.Layer);

    private protected override Finding? Check(RuleContext context, AkidaBlock block) =>
        !LacksRelu(context, block) || IsAboutOtherRule(context, block)
            ? null
            : Find(
                context,
                block.Main,
                "relu_activation",
                "no ReLU follows it",
                $"a layer of {AkidaVersions.V1Name} ends with one, unless it is the last",
                "add a ReLU with an upper bound",
                fix: new FindingFix("relu_activation", "\"ReLU6\"")
            );

    /// <summary>
    /// Whether a layer lacks its ReLU for the sake of what Akida 1.0 does not have: what goes into a sum often has none, and what is
    /// inserted at a branch never has.
    /// </summary>
    private static bool IsAboutOtherRule(RuleContext context, AkidaBlock block) =>
        block.Layers.Any(layer => VersionLayers.HasOtherVersionOnly(layer.Operation, context.Version))
        || GapOrderRule.Culprit(block, context.Version) is not null
        || (block.Main.Operation is WeightedOperation && context.OriginOf(block.Main) is not WeightedOperation)
        || context.Lowered.Following(block).Append(block).Any(near => near.Layers.Any(layer => layer.Inputs.Count > 1));
}
