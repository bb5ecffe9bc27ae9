using Akida.Graph.Converted;

namespace Akida.Graph.Rules.Bits;

/// <summary>The bits of the weights of other convolutions.</summary>
public sealed class WeightBitsRule()
    : WeightBitsRuleBase(
        "AKD2030",
        "bits-weights",
        $"A convolution must have weights of 1, 2 or 4 bits on {AkidaVersions.V1Name}, of 4 or 8 bits on {AkidaVersions.V2Number}"
    )
{
    private protected override bool Concerns(AkidaLayerType kind) => !kind.IsInputConvolution() && !kind.IsDense();
}
