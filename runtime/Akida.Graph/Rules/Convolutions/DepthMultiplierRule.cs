using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Convolutions;

/// <summary>A depthwise convolution has an output for each input channel.</summary>
public sealed class DepthMultiplierRule()
    : LayerRule("AKD2021", "depth-multiplier-one", "A depthwise convolution must have one output for each channel")
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Quantizer;

    private protected override Finding? Check(RuleContext context, LayerNode layer)
    {
        int multiplier = layer.Operation switch
        {
            DepthwiseConv2D convolution => convolution.DepthMultiplier,
            SeparableConv2D convolution => convolution.DepthMultiplier,
            DepthwiseConv2DTranspose convolution => convolution.DepthMultiplier,
            _ => 1,
        };
        return multiplier == 1
            ? null
            : Find(
                context,
                layer,
                "depth_multiplier",
                $"depth multiplier is {multiplier}",
                "Akida takes 1",
                "use 1, and more filters in a convolution before it",
                fix: new FindingFix("depth_multiplier", "1")
            );
    }
}
