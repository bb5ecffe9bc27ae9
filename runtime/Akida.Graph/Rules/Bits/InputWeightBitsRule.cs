using Akida.Graph.Converted;

namespace Akida.Graph.Rules.Bits;

/// <summary>The bits of an input convolution's weights.</summary>
public sealed class InputWeightBitsRule()
    : WeightBitsRuleBase("AKD2029", "bits-input-weights", "An input convolution must have weights of 4 or 8 bits")
{
    private protected override bool Concerns(AkidaLayerType kind) => kind.IsInputConvolution();
}
