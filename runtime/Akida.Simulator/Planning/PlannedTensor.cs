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

/// <summary>A tensor's place in an <see cref="Execution.Arena"/>. Maps lie row by row, channels last, with a halo around.</summary>
internal sealed class PlannedTensor
{
    public PlannedTensor(ValueFormat format, StorageKind kind, long low, long high, Halo halo, long offset)
    {
        Format = format;
        Kind = kind;
        Low = low;
        High = high;
        Halo = halo;
        Offset = offset;
        Channels = format.Channels;
        Width = format.Shape.Rank < 2 ? 1 : format.Shape[format.Shape.Rank - 2];
        Height = format.Length / (Channels * Width);
        StoredLength = (int)ModelLimits.Current.Check(
            new TensorShape(halo.Top + Height + halo.Bottom, halo.Left + Width + halo.Right, Channels), "the output with the padding of its consumers");
        RowStride = (halo.Left + Width + halo.Right) * Channels;
        Origin = (halo.Top * RowStride) + (halo.Left * Channels);
    }

    public ValueFormat Format { get; }

    public StorageKind Kind { get; }

    /// <summary>No value is less.</summary>
    public long Low { get; }

    /// <summary>No value is more.</summary>
    public long High { get; }

    public Halo Halo { get; }

    /// <summary>The first byte in the arena.</summary>
    public long Offset { get; }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    /// <summary>Values from one row to the next.</summary>
    public int RowStride { get; }

    /// <summary>The index of the first value that is not in the halo.</summary>
    public int Origin { get; }

    /// <summary>The number of values, the halo included.</summary>
    public int StoredLength { get; }

    /// <summary>What the halo holds, by channel; null for 0.</summary>
    public long[]? Fill { get; set; }

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
}
