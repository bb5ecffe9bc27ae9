using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Blocks;

/// <summary>Akida 2.0 runs a separable convolution as two layers.</summary>
public sealed class SeparableFusedRule()
    : LayerRule(
        "AKD2024",
        "separable-fused",
        $"On {AkidaVersions.V2Name} a separable convolution must be a DepthwiseConv2D and a Conv2D",
        AkidaVersion.V2
    )
{
    private protected override Finding? Check(RuleContext context, LayerNode layer) =>
        layer.Operation is not SeparableConv2D || !VersionLayers.HasOtherVersionOnly(layer.Operation, context.Version)
            ? null
            : Find(
                context,
                layer,
                "fused",
                "it is a SeparableConv2D",
                $"{AkidaVersions.V2Name} has none",
                "use a DepthwiseConv2D and a Conv2D of 1×1 behind it",
                fix: new FindingFix("fused", "false")
            );
}
