using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>The strides that the hardware has for a kernel.</summary>
public sealed class KernelStrideRule()
    : DeviceRule("AKD3002", "kernel-stride", "A convolution must have strides that the hardware has for its kernel")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        if (
            block.Main.Operation is not Convolution2D { KernelSize: { IsSquare: true, Height: var kernel }, Strides: var strides }
            || limits.Kernels.FirstOrDefault(limit => limit.Size == kernel) is not { } limit
            || (limit.Strides.Contains(strides.Height) && limit.Strides.Contains(strides.Width))
        )
        {
            return null;
        }

        int nearest = Words.Nearest(limit.Strides, Math.Max(strides.Height, strides.Width));
        return Find(
            context,
            block.Main,
            "strides",
            $"strides are {strides}",
            $"{Hardware(context)} has {Words.Or(limit.Strides)} for a kernel of {kernel}×{kernel}",
            $"use {nearest}",
            fix: new FindingFix("strides", Words.Number(nearest))
        );
    }
}
