using System.Globalization;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Convolutions;

/// <summary>Convolutions of Akida 2.0 have square kernels.</summary>
public sealed class KernelSquareRule : Rule
{
    /// <inheritdoc/>
    public override string Id => "AKD2001";

    /// <inheritdoc/>
    public override string Name => "kernel-square";

    /// <inheritdoc/>
    public override string Title => "A convolution's kernel must be square";

    /// <inheritdoc/>
    public override EquatableArray<AkidaVersion> Versions => [AkidaVersion.V2];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context) =>
        from layer in context.Model.Graph.Layers
        where layer.Operation is Convolution2D { KernelSize.IsSquare: false }
        let kernel = ((Convolution2D)layer.Operation).KernelSize
        let larger = Math.Max(kernel.Height, kernel.Width)
        select Find(
            layer,
            "kernel_size",
            $"kernel size is {kernel}",
            "Akida 2.0 takes square kernels",
            $"use {larger}×{larger}, whose extra cells training can leave at 0",
            fix: new FindingFix("kernel_size", larger.ToString(CultureInfo.InvariantCulture)));
}
