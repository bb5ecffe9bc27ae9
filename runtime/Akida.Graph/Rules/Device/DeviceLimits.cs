namespace Akida.Graph.Rules.Device;

/// <summary>A range of sizes.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most, or null.</param>
public sealed record SizeRange(int Least, int? Most)
{
    /// <summary>Whether a size is in the range.</summary>
    public bool Contains(int size) => size >= Least && (Most is null || size <= Most);

    /// <summary>For example <c>5 to 256</c>.</summary>
    public override string ToString() =>
        Most is { } most
            ? Least > 1
                ? $"{Least} to {most}"
                : $"at most {most}"
            : $"at least {Least}";
}

/// <summary>A kernel size and the strides that it may have.</summary>
/// <param name="Size">The kernel's height and width.</param>
/// <param name="Strides">The strides.</param>
public sealed record KernelLimit(int Size, EquatableArray<int> Strides);

/// <summary>A max pooling's window and the strides that it may have.</summary>
/// <param name="Size">The window.</param>
/// <param name="Strides">The strides.</param>
public sealed record PoolLimit(Size2D Size, EquatableArray<Size2D> Strides);

/// <summary>The maps that global average pooling takes.</summary>
/// <param name="MostWidth">The largest width.</param>
/// <param name="LeastHeight">The least height.</param>
/// <param name="MostArea">The most pixels, or null.</param>
public sealed record GapLimit(int MostWidth, int LeastHeight, int? MostArea);

/// <summary>The most filters of an input convolution.</summary>
/// <param name="Kernel">Its kernel's height and width.</param>
/// <param name="Channels">Its input channels.</param>
/// <param name="Most">The most filters.</param>
public sealed record FilterLimit(int Kernel, int Channels, int Most);

/// <summary>What the hardware runs of a kind of Akida layer. What is not said is not limited.</summary>
public sealed record DeviceLimits
{
    /// <summary>Width of the input.</summary>
    public SizeRange? Width { get; init; }

    /// <summary>Height of the input.</summary>
    public SizeRange? Height { get; init; }

    /// <summary>Channels of the input.</summary>
    public SizeRange? Channels { get; init; }

    /// <summary>Kernels with their strides.</summary>
    public EquatableArray<KernelLimit> Kernels { get; init; } = [];

    /// <summary>Paddings.</summary>
    public EquatableArray<Padding> Paddings { get; init; } = [];

    /// <summary>Max poolings; none where the hardware has no max pooling there.</summary>
    public EquatableArray<PoolLimit> Pools { get; init; } = [];

    /// <summary>Whether a layer with max pooling must be followed by a convolution.</summary>
    public bool PoolNeedsConvolution { get; init; }

    /// <summary>Whether max pooling and a lookup activation may come together.</summary>
    public bool PoolsWithLookup { get; init; } = true;

    /// <summary>Global average pooling.</summary>
    public GapLimit? Gap { get; init; }

    /// <summary>Filters by kernel and channels.</summary>
    public EquatableArray<FilterLimit> Filters { get; init; } = [];

    /// <summary>The most filters of any kernel.</summary>
    public int? MostFilters { get; init; }

    /// <summary>The most inputs of a dense layer.</summary>
    public int? MostInputs { get; init; }

    /// <summary>The frames that a temporal convolution keeps.</summary>
    public SizeRange? Frames { get; init; }

    /// <summary>Bits of inputs.</summary>
    public EquatableArray<int> InputBits { get; init; } = [];

    /// <summary>Bits of weights.</summary>
    public EquatableArray<int> WeightBits { get; init; } = [];

    /// <summary>Bits of outputs.</summary>
    public EquatableArray<int> ActivationBits { get; init; } = [];
}
