using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules.Blocks;

namespace Akida.Graph.Rules.Device;

/// <summary>The bits of outputs that the hardware has.</summary>
public sealed class DeviceActivationBitsRule()
    : DeviceRule("AKD3013", "device-activation-bits", "Activations must have bits that the hardware puts out")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        // The outputs of a layer that lacks its ReLU have the bits of sums, which nobody chose.
        if (
            !context.KnowsBits
            || BlockEndsWithReluRule.LacksRelu(context, block)
            || block.Last.Quantization?.OutputQuantizer is not { Bitwidth: var bits }
            || limits.ActivationBits.Contains(bits)
        )
        {
            return null;
        }

        int nearest = Words.Nearest(limits.ActivationBits, bits);
        bool isActivation = block.Layers.Any(layer => layer.Operation is ReLU or Activation);
        return Find(
            context,
            block.Last,
            isActivation ? RuleContext.ActivationBits : null,
            $"its outputs have {bits} bits",
            $"{Hardware(context)} puts out {Words.Or(limits.ActivationBits)} in {block.Kind}",
            $"use {nearest} bits",
            fix: isActivation && context.Bits is not null ? new FindingFix(RuleContext.ActivationBits, Words.Number(nearest)) : null
        );
    }
}
