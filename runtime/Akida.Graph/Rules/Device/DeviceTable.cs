using Akida.Graph.Converted;

namespace Akida.Graph.Rules.Device;

/// <summary>The published limits of AKD1000 (Akida 1.0) and of the Akida 2.0 IP, by the type of the Akida layer.</summary>
public static class DeviceTable
{
    private static readonly EquatableArray<int> FewBits = [1, 2, 4];

    private static readonly EquatableArray<int> FourOrEight = [4, 8];

    private static readonly EquatableArray<int> Eight = [8];

    private static readonly DeviceLimits ConvolutionV1 = new()
    {
        Kernels = [new(1, [1]), new(3, [1, 2]), new(5, [1]), new(7, [1])],
        Paddings = [Padding.Same],
        Pools = [new(1, [1]), new(2, [1, 2])],
        PoolNeedsConvolution = true,
        Gap = new GapLimit(MostWidth: 32, LeastHeight: 3, MostArea: null),
        InputBits = FewBits,
        WeightBits = FewBits,
        ActivationBits = FewBits,
    };

    private static readonly DeviceLimits LayerV2 = new()
    {
        Width = new SizeRange(1, 4096),
        Height = new SizeRange(1, 4096),
        Channels = new SizeRange(1, 2048),
        InputBits = FourOrEight,
        WeightBits = FourOrEight,
        ActivationBits = FourOrEight,
    };

    private static readonly DeviceLimits ConvolutionV2 = LayerV2 with
    {
        Kernels = [new(1, [1, 2]), new(3, [1, 2]), new(5, [1, 2]), new(7, [1, 2])],
        Paddings = [Padding.Same],
        Pools = [new(2, [1, 2])],
        PoolsWithLookup = false,
        Gap = new GapLimit(MostWidth: 64, LeastHeight: 1, MostArea: 143),
    };

    private static readonly DeviceLimits TransposedV2 = LayerV2 with
    {
        Kernels = [new(3, [2]), new(4, [2])],
        Paddings = [Padding.Same],
        InputBits = Eight,
        WeightBits = Eight,
        ActivationBits = Eight,
    };

    private static readonly DeviceLimits TemporalV2 = LayerV2 with
    {
        Frames = new SizeRange(2, 10),
        MostFilters = 2048,
        InputBits = Eight,
        WeightBits = Eight,
        ActivationBits = Eight,
    };

    private static readonly Dictionary<AkidaLayerType, DeviceLimits> Limits = new()
    {
        [AkidaLayerType.InputConvolutional] = new DeviceLimits
        {
            Width = new SizeRange(5, 256),
            Height = new SizeRange(5, null),
            Kernels = [new(3, [1, 2, 3]), new(5, [1, 2, 3]), new(7, [1, 2, 3])],
            Paddings = [Padding.Same, Padding.Valid],
            Pools = [new(1, [1]), new(new Size2D(1, 2), [new(1, 2)]), new(new Size2D(2, 1), [new(2, 1)]), new(2, [2])],
            Filters = [new(3, 1, 512), new(5, 1, 192), new(7, 1, 96), new(3, 3, 192), new(5, 3, 64), new(7, 3, 32)],
            InputBits = Eight,
            WeightBits = [1, 2, 4, 8],
            ActivationBits = FewBits,
        },
        [AkidaLayerType.Convolutional] = ConvolutionV1,
        [AkidaLayerType.SeparableConvolutional] = ConvolutionV1 with
        {
            Kernels = [new(3, [1, 2]), new(5, [1]), new(7, [1])],
            WeightBits = [2, 4],
        },
        [AkidaLayerType.FullyConnected] = new DeviceLimits
        {
            MostInputs = 57_334,
            InputBits = FewBits,
            WeightBits = FewBits,
            ActivationBits = FewBits,
        },
        [AkidaLayerType.InputConv2D] = new DeviceLimits
        {
            Width = new SizeRange(5, null),
            Height = new SizeRange(5, 384),
            Kernels = [new(3, [1, 2, 3]), new(4, [1, 2, 3, 4]), new(5, [1, 2, 3, 4, 5]), new(7, [1, 2, 3, 4, 5, 6])],
            Paddings = [Padding.Same, Padding.Valid],
            Pools = [new(2, [2]), new(3, [2])],
            InputBits = Eight,
            WeightBits = Eight,
            ActivationBits = FourOrEight,
        },
        [AkidaLayerType.Conv2D] = ConvolutionV2,
        [AkidaLayerType.DepthwiseConv2D] = ConvolutionV2 with { Kernels = [new(3, [1, 2]), new(5, [1, 2]), new(7, [1, 2])] },
        [AkidaLayerType.Conv2DTranspose] = TransposedV2,
        [AkidaLayerType.DepthwiseConv2DTranspose] = TransposedV2,
        [AkidaLayerType.Dense1D] = new DeviceLimits
        {
            MostInputs = 2048,
            InputBits = FourOrEight,
            WeightBits = FourOrEight,
            ActivationBits = FourOrEight,
        },
        [AkidaLayerType.BufferTempConv] = TemporalV2,
        [AkidaLayerType.DepthwiseBufferTempConv] = TemporalV2,
    };

    /// <summary>The limits for a type of Akida layer, or null where none are published.</summary>
    public static DeviceLimits? Of(AkidaLayerType? type) =>
        type is { } known && Limits.TryGetValue(known, out DeviceLimits? limits) ? limits : null;
}
