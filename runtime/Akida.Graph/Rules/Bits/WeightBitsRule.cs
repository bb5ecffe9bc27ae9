namespace Akida.Graph.Rules.Bits;

/// <summary>The bits of the weights of other convolutions.</summary>
public sealed class WeightBitsRule() : WeightBitsRuleBase("AKD2030", "bits-weights", "A convolution must have weights of 1, 2 or 4 bits on Akida 1.0, of 4 or 8 bits on 2.0")
{
    private protected override bool Concerns(string kind) => kind is not ("InputConvolutional" or "InputConv2D" or "FullyConnected" or "Dense1D");
}
