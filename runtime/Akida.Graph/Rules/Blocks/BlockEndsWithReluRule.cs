using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules.Pooling;

namespace Akida.Graph.Rules.Blocks;

/// <summary>What goes from one layer of Akida 1.0 to the next are the counts of an activation.</summary>
public sealed class BlockEndsWithReluRule()
    : BlockRule("AKD2012", "v1-block-ends-with-relu", "Every layer of Akida 1.0 but the last must end with a ReLU", AkidaVersion.V1)
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block)
    {
        bool isAboutOtherRule = block.Layers.Any(layer => VersionLayers.HasOtherVersionOnly(layer.Operation, context.Version))
            || GapOrderRule.Culprit(block, context.Version) is not null;
        return isAboutOtherRule || block.Find<ReLU>() is not null || !context.Lowered.Following(block).Any() ? null : Find(
            context,
            block.Main,
            "relu_activation",
            "no ReLU follows it",
            "a layer of Akida 1.0 ends with one, unless it is the last",
            "add a ReLU with an upper bound",
            fix: new FindingFix("relu_activation", "\"ReLU6\""));
    }
}
