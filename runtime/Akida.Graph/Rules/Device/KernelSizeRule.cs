using System.Globalization;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>The kernel sizes that the chips have.</summary>
public sealed class KernelSizeRule : Rule
{
    /// <inheritdoc/>
    public override string Id => "AKD3001";

    /// <inheritdoc/>
    public override string Name => "kernel-size";

    /// <inheritdoc/>
    public override string Title => "A convolution's kernel must have a size that the chip knows";

    /// <inheritdoc/>
    public override RuleOrigin Origin => RuleOrigin.Device;

    /// <summary>The kernel sizes that a convolution may have.</summary>
    public static EquatableArray<int> Allowed(GraphIndex model, LayerNode layer, AkidaVersion version) => layer.Operation switch
    {
        Conv2DTranspose or DepthwiseConv2DTranspose => [3, 4],
        Conv2D when IsInputConvolution(model, layer) => version == AkidaVersion.V1 ? [3, 5, 7] : [3, 4, 5, 7],
        Conv2D => [1, 3, 5, 7],
        _ => [3, 5, 7],
    };

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        GraphIndex model = context.Model;
        foreach (LayerNode layer in model.Graph.Layers)
        {
            if (layer.Operation is not Convolution2D { KernelSize.IsSquare: true } convolution)
            {
                continue;
            }

            EquatableArray<int> allowed = Allowed(model, layer, context.Version);
            if (!allowed.Contains(convolution.KernelSize.Height))
            {
                int nearest = allowed.OrderBy(size => Math.Abs(size - convolution.KernelSize.Height)).First();
                yield return Find(
                    layer,
                    "kernel_size",
                    $"kernel size is {convolution.KernelSize}",
                    $"{context.VersionName} has {string.Join(", ", allowed)} for {convolution.ClassName}",
                    $"use {nearest}",
                    fix: new FindingFix("kernel_size", nearest.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>Whether a convolution is the model's first and takes an image of 1 or 3 channels.</summary>
    private static bool IsInputConvolution(GraphIndex model, LayerNode layer)
    {
        LayerNode producer = model.Producers(layer)[0];
        while (producer.Operation is Rescaling or InputQuantizer)
        {
            producer = model.Producers(producer)[0];
        }

        return producer.Operation is InputLayer { Shape.Channels: 1 or 3 };
    }
}
