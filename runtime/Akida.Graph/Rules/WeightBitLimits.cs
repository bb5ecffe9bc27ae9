using Akida.Graph.Converted;
using Akida.Graph.Mapping;

namespace Akida.Graph.Rules;

/// <summary>How many bits the converter takes in the weights of each kind of Akida layer.</summary>
public static class WeightBitLimits
{
    /// <summary>The bits of a block's weights, or null where it has none.</summary>
    public static int? Of(AkidaBlock block) =>
        block.Main.Quantization is { } config ? (config.WeightQuantizer ?? config.PointwiseWeightQuantizer)?.Bitwidth : null;

    /// <summary>The bits of the depthwise weights of a separable convolution, or null for others.</summary>
    public static int? DepthwiseOf(AkidaBlock block) => block.Main.Quantization?.DepthwiseWeightQuantizer?.Bitwidth;

    /// <summary>The bits that weights may have.</summary>
    /// <param name="kind">The type of the Akida layer.</param>
    /// <param name="version">The Akida version.</param>
    public static EquatableArray<int> Allowed(AkidaLayerType kind, AkidaVersion version) =>
        kind switch
        {
            _ when kind.IsInputConvolution() => [4, 8],
            _ when version == AkidaVersion.V1 => [1, 2, 4],
            _ when kind.IsDense() || kind.IsTemporal() => [2, 3, 4, 5, 6, 7, 8],
            _ => [4, 8],
        };
}
