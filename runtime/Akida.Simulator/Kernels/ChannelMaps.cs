namespace Akida.Simulator.Kernels;

/// <summary>
/// What is done to the sums of each channel, in 32-bit integers that cannot overflow:
/// <c>clamp((clamp(sum + Bias, Low, High) · Scale + Half) >> Shift, OutLow, OutHigh)</c>.
/// </summary>
/// <remarks>Saturations, bounds and ReLU are all in the clamps: see <c>MonotoneMap</c>. The arrays are padded to <see
/// cref="Padding"/>.</remarks>
internal sealed unsafe class ChannelMaps
{
    /// <summary>
    /// Arrays by channel are padded to a multiple of this, so that kernels may read whole vectors: no kernel's block is longer.
    /// </summary>
    public const int Padding = 64;

    private const int Fields = 8;
    private readonly PinnedBuffer memory;

    /// <summary>The maps of some channels.</summary>
    public ChannelMaps(IReadOnlyList<ChannelMap> maps)
    {
        Stride = Padded(maps.Count);
        memory = new PinnedBuffer((long)Stride * Fields * sizeof(int));
        for (int channel = 0; channel < maps.Count; channel++)
        {
            ChannelMap map = maps[channel];
            Bias[channel] = map.Bias;
            Low[channel] = map.Low;
            High[channel] = map.High;
            Scale[channel] = map.Scale;
            Half[channel] = map.Half;
            Shift[channel] = map.Shift;
            OutLow[channel] = map.OutLow;
            OutHigh[channel] = map.OutHigh;
        }
    }

    /// <summary>A number of channels, padded.</summary>
    public static int Padded(int channels) => (channels + Padding - 1) / Padding * Padding;

    /// <summary>The number of channels, padded.</summary>
    public int Stride { get; }

    public int* Bias => (int*)memory.Pointer;

    public int* Low => Bias + Stride;

    public int* High => Bias + (2 * Stride);

    public int* Scale => Bias + (3 * Stride);

    public int* Half => Bias + (4 * Stride);

    public int* Shift => Bias + (5 * Stride);

    public int* OutLow => Bias + (6 * Stride);

    public int* OutHigh => Bias + (7 * Stride);
}

/// <summary>The map of one channel; see <see cref="ChannelMaps"/>.</summary>
internal readonly record struct ChannelMap(int Bias, int Low, int High, int Scale, int Half, int Shift, int OutLow, int OutHigh);

/// <summary>The addresses of <see cref="ChannelMaps"/> for kernels.</summary>
/// <param name="maps">The maps.</param>
/// <param name="first">The channel that kernels take for the first.</param>
internal readonly unsafe struct ChannelMapPointers(ChannelMaps maps, int first = 0)
{
    public readonly int* Bias = maps.Bias + first;
    public readonly int* Low = maps.Low + first;
    public readonly int* High = maps.High + first;
    public readonly int* Scale = maps.Scale + first;
    public readonly int* Half = maps.Half + first;
    public readonly int* Shift = maps.Shift + first;
    public readonly int* OutLow = maps.OutLow + first;
    public readonly int* OutHigh = maps.OutHigh + first;

    /// <summary>The map of one channel for a sum that already holds the bias.</summary>
    public int Apply(int sum, int channel)
    {
        int value = Math.Min(Math.Max(sum, Low[channel]), High[channel]);
        value = ((value * Scale[channel]) + Half[channel]) >> Shift[channel];
        return Math.Min(Math.Max(value, OutLow[channel]), OutHigh[channel]);
    }
}
