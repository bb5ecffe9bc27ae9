using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Convolutions;

/// <summary>Convolutions of Akida 2.0 have square kernels.</summary>
public sealed class KernelSquareRule() : LayerRule("AKD2001", "kernel-square", "A convolution's kernel must be square", AkidaVersion.V2)
{
    private protected override Finding? Check(RuleContext context, LayerNode layer)
    {
        if (layer.Operation is not Convolution2D { KernelSize: { IsSquare: false } kernel })
        {
            return null;
        }

        int larger = Math.Max(kernel.Height, kernel.Width);
        return Find(
            context,
            layer,
            "kernel_size",
            $"kernel size is {kernel}",
            $"{AkidaVersions.V2Name} takes square kernels",
            $"use {larger}×{larger}, whose extra cells training can leave at 0",
            fix: new FindingFix("kernel_size", Words.Number(larger))
        );
    }
}
