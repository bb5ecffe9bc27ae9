namespace Akida.Simulator.Kernels.Assembled;

/// <summary>How sums come to lie in registers.</summary>
internal enum SumArrangement
{
    /// <summary>As packing them for the output wants it: <see cref="SumOrder.Channels(int, StorageKind)"/>.</summary>
    ForPacking,

    /// <summary>In four vectors as interleaving leaves them: <see cref="SumOrder.InterleavedChannels"/>.</summary>
    Interleaved,

    /// <summary>Sixteen channels after the other: <see cref="SumOrder.PlainChannels"/>.</summary>
    Plain,
}

/// <summary>
/// Which channel of a block each sum in the registers is of: such that packing to the output's width, which works in lanes of 128 bits,
/// leaves the channels in their order.
/// </summary>
internal static class SumOrder
{
    /// <summary>Sums in a register.</summary>
    public const int Vector = 16;

    /// <summary>Registers of a block.</summary>
    public const int MostVectors = 4;

    /// <summary>The channels of a block.</summary>
    public const int Block = Vector * MostVectors;

    private const int Lane = 4;

    /// <summary>Registers that hold some channels.</summary>
    public static int Vectors(int channels) => (channels + Vector - 1) / Vector;

    /// <summary>How many registers are packed into one before they are stored.</summary>
    public static int Packed(int vectors, StorageKind output) =>
        output switch
        {
            StorageKind.UInt8 or StorageKind.Int8 when vectors == MostVectors => MostVectors,
            StorageKind.Int16 => 2,
            _ => 1,
        };

    /// <summary>The channel of each sum.</summary>
    public static byte[] Channels(int vectors, StorageKind output) => Channels(vectors, Packed(vectors, output));

    /// <summary>The channel of each sum where bytes were interleaved in lanes, whatever is packed in the end.</summary>
    public static byte[] InterleavedChannels { get; } = Channels(MostVectors, MostVectors);

    /// <summary>The channel of each sum where nothing is packed.</summary>
    public static byte[] PlainChannels { get; } = Channels(MostVectors, 1);

    private static byte[] Channels(int vectors, int packed)
    {
        byte[] channels = new byte[vectors * Vector];
        for (int vector = 0; vector < vectors; vector++)
        {
            int first = vector / packed * packed,
                together = Math.Min(packed, vectors - first);
            for (int i = 0; i < Vector; i++)
            {
                int lane = i / Lane,
                    within = ((vector - first) * Lane) + (i % Lane);
                channels[(vector * Vector) + i] = (byte)((first * Vector) + (lane * together * Lane) + within);
            }
        }

        return channels;
    }
}
