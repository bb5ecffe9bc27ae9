using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <summary>Cells around a map that hold its padding.</summary>
internal readonly record struct Halo(int Top, int Bottom, int Left, int Right)
{
    public bool IsEmpty => this == default;

    public static Halo Max(Halo a, Halo b) =>
        new(Math.Max(a.Top, b.Top), Math.Max(a.Bottom, b.Bottom), Math.Max(a.Left, b.Left), Math.Max(a.Right, b.Right));
}

/// <summary>A tensor's place in the memory of a worker. Maps lie row by row, channels last, with a halo around.</summary>
/// <param name="Format">Shape and worth of the values.</param>
/// <param name="Kind">How they are stored.</param>
/// <param name="Low">No value is less.</param>
/// <param name="High">No value is more.</param>
/// <param name="Halo">The halo.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Fill">What the halo holds, by channel; none for 0.</param>
internal sealed record PlannedTensor(
    ValueFormat Format,
    StorageKind Kind,
    long Low,
    long High,
    Halo Halo,
    long Offset,
    EquatableArray<long> Fill = default
)
{
    public int Channels { get; } = Format.Channels;

    public int Width { get; } = WidthOf(Format);

    public int Height { get; } = Format.Length / (Format.Channels * WidthOf(Format));

    /// <summary>The number of values, the halo included.</summary>
    public int StoredLength { get; } =
        (int)
            ModelLimits.Current.Check(
                new TensorShape(
                    Halo.Top + (Format.Length / (Format.Channels * WidthOf(Format))) + Halo.Bottom,
                    Halo.Left + WidthOf(Format) + Halo.Right,
                    Format.Channels
                ),
                "the output with the padding of its consumers"
            );

    /// <summary>Values from one row to the next.</summary>
    public int RowStride { get; } = (Halo.Left + WidthOf(Format) + Halo.Right) * Format.Channels;

    /// <summary>The index of the first value that is not in the halo.</summary>
    public int Origin { get; } = (((Halo.Top * (Halo.Left + WidthOf(Format) + Halo.Right)) + Halo.Left) * Format.Channels);

    public int ElementSize => Kind.Size();

    public bool IsDense => Halo.IsEmpty;

    /// <summary>The largest magnitude of a value.</summary>
    public long Bound => Math.Max(Math.Abs(Low), Math.Abs(High));

    /// <summary>The smallest storage for a range of integers.</summary>
    public static StorageKind KindFor(long low, long high) =>
        low >= short.MinValue && high <= short.MaxValue ? StorageKind.Int16
        : low >= int.MinValue && high <= int.MaxValue ? StorageKind.Int32
        : StorageKind.Int64;

    /// <summary>The index of a pixel's first channel; rows and columns may lie in the halo.</summary>
    public int At(int row, int column) => Origin + (row * RowStride) + (column * Channels);

    /// <summary>The indices of all pixels, row by row.</summary>
    public int[] Pixels()
    {
        int[] result = new int[Height * Width];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = At(i / Width, i % Width);
        }

        return result;
    }

    private static int WidthOf(ValueFormat format) => format.Shape.Rank < 2 ? 1 : format.Shape[format.Shape.Rank - 2];
}
