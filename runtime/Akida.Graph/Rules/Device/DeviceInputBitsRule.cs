using Akida.Graph.Mapping;

namespace Akida.Graph.Rules.Device;

/// <summary>The bits of inputs that the hardware takes. All layers of Akida 1.0 take what any of them puts out.</summary>
public sealed class DeviceInputBitsRule()
    : DeviceRule(
        "AKD3014",
        "device-input-bits",
        $"On {AkidaVersions.V2Name} a layer must take inputs of bits that the hardware takes there",
        AkidaVersion.V2
    )
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        if (!context.KnowsBits)
        {
            return null;
        }

        foreach (string input in block.Inputs)
        {
            // Bits that the layer before must not put out either are said there.
            if (
                context.Lowered.BlockOf(input) is { } before
                && before.Last.Quantization?.OutputQuantizer is { Bitwidth: var bits }
                && !limits.InputBits.Contains(bits)
                && DeviceTable.Of(before.Kind)?.ActivationBits.Contains(bits) != false
            )
            {
                return Find(
                    context,
                    block.Main,
                    "activation_bits",
                    $"its input has {bits} bits",
                    $"{Hardware(context)} takes {Words.Or(limits.InputBits)} in {block.Kind}",
                    $"use {Words.Nearest(limits.InputBits, bits)} bits",
                    before.Last,
                    context.Bits is null ? null : new FindingFix("activation_bits", Words.Number(Words.Nearest(limits.InputBits, bits)))
                );
            }
        }

        return null;
    }
}
