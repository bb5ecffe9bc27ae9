using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Convolutions;

/// <summary>The transposed convolutions that Akida 2.0 has double the size of a map.</summary>
public sealed class TransposedKernelRule()
    : LayerRule(
        "AKD2026",
        "transposed-kernel",
        "A transposed convolution must have a kernel of 2 to 4, stride 2 and 'same' padding",
        AkidaVersion.V2
    )
{
    private static readonly int[] Kernels = [2, 3, 4];

    /// <summary>Those that the hardware has too.</summary>
    private static readonly int[] OnHardware = [3, 4];

    private protected override Finding? Check(RuleContext context, LayerNode layer)
    {
        if (layer.Operation is not (Conv2DTranspose or DepthwiseConv2DTranspose))
        {
            return null;
        }

        Convolution2D convolution = (Convolution2D)layer.Operation;
        string allowed = $"{AkidaVersions.V2Name} takes a kernel of {Words.Or(Kernels)}, stride 2, 'same' padding";
        if (!convolution.KernelSize.IsSquare || !Kernels.Contains(convolution.KernelSize.Height))
        {
            int nearest = Words.Nearest(OnHardware, Math.Max(convolution.KernelSize.Height, convolution.KernelSize.Width));
            return Find(
                context,
                layer,
                "kernel_size",
                $"kernel size is {convolution.KernelSize}",
                allowed,
                $"use {nearest}",
                fix: new FindingFix("kernel_size", Words.Number(nearest))
            );
        }

        return convolution.Strides != new Size2D(2)
                ? Find(
                    context,
                    layer,
                    "strides",
                    $"strides are {convolution.Strides}",
                    allowed,
                    "use 2",
                    fix: new FindingFix("strides", "2")
                )
            : convolution.Padding != Padding.Same
                ? Find(
                    context,
                    layer,
                    "padding",
                    "padding is 'valid'",
                    allowed,
                    "use 'same'",
                    fix: new FindingFix("padding", "Padding.Same")
                )
            : null;
    }
}
