using Akida.Graph.Converted;

namespace Akida.Graph.Rules.Bits;

/// <summary>The bits of a dense layer's weights on Akida 1.0.</summary>
public sealed class DenseWeightBitsRule()
    : WeightBitsRuleBase(
        "AKD2031",
        "bits-dense-weights",
        $"A dense layer must have weights of 1, 2 or 4 bits on {AkidaVersions.V1Name}",
        AkidaVersion.V1
    )
{
    /// <summary>Convolutions and dense layers have their bits from one setting.</summary>
    internal override bool IsExplainedBy(RuleContext context, Finding own, Finding other) =>
        base.IsExplainedBy(context, own, other) || (other.Rule is WeightBitsRule && IsAboutSameBits(context, own, other));

    private protected override bool Concerns(AkidaLayerType kind) => kind == AkidaLayerType.FullyConnected;
}
