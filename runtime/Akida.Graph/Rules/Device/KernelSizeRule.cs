using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>The kernel sizes that the hardware has.</summary>
public sealed class KernelSizeRule() : DeviceRule("AKD3001", "kernel-size", "A convolution's kernel must have a size that the hardware has")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        if (
            block.Main.Operation is not Convolution2D { KernelSize: var kernel }
            || (context.Version == AkidaVersion.V2 && !kernel.IsSquare)
        )
        {
            return null;
        }

        int[] allowed = [.. limits.Kernels.Select(limit => limit.Size)];
        if (kernel.IsSquare && allowed.Contains(kernel.Height))
        {
            return null;
        }

        int nearest = Words.Nearest(allowed, Math.Max(kernel.Height, kernel.Width));
        return Find(
            context,
            block.Main,
            "kernel_size",
            $"kernel size is {kernel}",
            $"{Hardware(context)} has {Words.Or(allowed)} for "
                + $"{(block.IsInputConvolution ? "the input convolution" : Words.Kind(block.Main.Operation))}",
            $"use {nearest}",
            fix: new FindingFix("kernel_size", Words.Number(nearest))
        );
    }
}
