using Akida.Graph.Mapping;

namespace Akida.Graph.Rules.Device;

/// <summary>The bits of weights that the hardware multiplies.</summary>
public sealed class DeviceWeightBitsRule()
    : DeviceRule("AKD3012", "device-weight-bits", "Weights must have bits that the hardware multiplies")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        // What the converter refuses already is not said twice.
        if (
            !context.KnowsBits
            || WeightBitLimits.Of(block) is not { } bits
            || limits.WeightBits.Contains(bits)
            || !WeightBitLimits.Allowed(block.Kind!.Value, context.Version).Contains(bits)
        )
        {
            return null;
        }

        int nearest = Words.Nearest(limits.WeightBits, bits);
        return Find(
            context,
            block.Main,
            context.BitsSetting(block.Main),
            $"its weights have {bits} bits",
            $"{Hardware(context)} takes {Words.Or(limits.WeightBits)} in {block.Kind}",
            $"use {nearest} bits",
            fix: context.Bits is null ? null : new FindingFix(context.BitsSetting(block.Main), Words.Number(nearest))
        );
    }
}
