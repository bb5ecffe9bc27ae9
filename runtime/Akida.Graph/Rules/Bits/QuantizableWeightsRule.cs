using Akida.Graph.Lowering;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Bits;

/// <summary>Signed weights have a sign and a value.</summary>
public sealed class QuantizableWeightsRule() : Rule("AKD2032", "quantisable-weights", "Weights must have at least 2 bits to be quantised")
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Nobody;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Bits is not { } bits)
        {
            return [];
        }

        LayerNode? first = context.Layers.FirstOrDefault(layer =>
            layer.Operation is WeightedOperation and not Conv3D && BitsOf(layer) < QuantizableLayers.LeastSignedBits
        );
        return first is null
            ? []
            :
            [
                Find(
                    context,
                    first,
                    context.BitsSetting(first),
                    $"its weights have {BitsOf(first)} bit",
                    $"signed weights have at least {QuantizableLayers.LeastSignedBits}",
                    $"use {QuantizableLayers.LeastSignedBits} bits or more",
                    fix: new FindingFix(context.BitsSetting(first), Words.Number(QuantizableLayers.LeastSignedBits))
                ),
            ];

        int BitsOf(LayerNode layer) => context.BitsSetting(layer) == RuleContext.InputWeightBits ? bits.Input : bits.Weight;
    }
}
