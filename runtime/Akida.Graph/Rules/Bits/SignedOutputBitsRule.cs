using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Bits;

/// <summary>Signed outputs have a sign and a value; only those of a ReLU of few bits have no sign.</summary>
public sealed class SignedOutputBitsRule()
    : Rule("AKD2039", "signed-output-bits", "Outputs must have at least 2 bits, unless they are those of a ReLU")
{
    private const int LeastSignedBits = 2;

    /// <summary>What both versions take, on their devices too.</summary>
    private const int UsefulBits = 4;

    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Quantizer;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context) =>
        from layer in context.Layers.Where(layer => layer.Quantization?.OutputQuantizer is { ValueBits: < 1 }).Take(1)
        let bits = layer.Quantization!.OutputQuantizer!.Bitwidth
        select Find(
            context,
            layer,
            layer.Operation is Activation or GlobalAveragePooling2D or ReLU ? RuleContext.ActivationBits : null,
            $"its outputs have a sign and {bits} {(bits == 1 ? "bit" : "bits")}",
            $"signed outputs have at least {LeastSignedBits} bits",
            $"use {UsefulBits} bits",
            fix: context.Bits is { Activation: < LeastSignedBits }
                ? new FindingFix(RuleContext.ActivationBits, Words.Number(UsefulBits))
                : null
        );
}
