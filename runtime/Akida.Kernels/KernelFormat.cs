namespace Akida.Kernels;

/// <summary>
/// How a kernel reads: so many pixels by so many filters at a time, its weights packed as <c>[block of
/// filters][segment][group][filter][value]</c>.
/// Values read beyond the end of a segment meet weights of 0.
/// </summary>
/// <param name="Pixels">Pixels in a tile (<c>mr</c>).</param>
/// <param name="Filters">Filters, or channels, in a tile and in a block of packed weights (<c>nr</c>).</param>
/// <param name="Values">Values, or taps, in a group, which one instruction takes (<c>kr</c>).</param>
/// <param name="Input">How the input is stored.</param>
/// <param name="Weights">How the packed weights are stored.</param>
public sealed record KernelFormat(int Pixels, int Filters, int Values, StorageKind Input, StorageKind Weights)
{
    /// <summary>
    /// The version of what emitted kernels and the simulator agree on: formats, the order of packed weights, and what a view offers. An
    /// assembly compiled for another one is refused.
    /// </summary>
    public const int Version = 3;

    /// <summary>Groups in a segment of some values.</summary>
    public int Groups(int length) => (length + Values - 1) / Values;

    /// <summary>Blocks of so many filters.</summary>
    public int Blocks(int filters) => (filters + Filters - 1) / Filters;

    /// <summary>Weights of one group of a block of filters.</summary>
    public int GroupWeights => Filters * Values;

    /// <summary>Weights of a block of filters.</summary>
    public long BlockWeights(int segments, int length) => (long)segments * Groups(length) * GroupWeights;

    /// <summary>Bytes of all packed weights.</summary>
    public long PackedBytes(int segments, int length, int filters) => Blocks(filters) * BlockWeights(segments, length) * Weights.Size();

    /// <inheritdoc/>
    public override string ToString() => $"{Pixels}x{Filters}x{Values} {Input.ShortName()}·{Weights.ShortName()}";
}
