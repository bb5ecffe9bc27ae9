namespace Akida.Simulator.Kernels.Assembled;

/// <summary>How sums come to lie in registers.</summary>
internal enum SumArrangement
{
    /// <summary>As packing them for the output wants it: <see cref="SumOrder.ForPacking"/>.</summary>
    ForPacking,

    /// <summary>As interleaving leaves them: <see cref="SumOrder.Interleaved"/>.</summary>
    Interleaved,

    /// <summary>One register of channels after the other: <see cref="SumOrder.Plain"/>.</summary>
    Plain,
}

/// <summary>
/// Which channel of a block each sum in the registers is of: such that packing to the output's width, which works in lanes of 128 bits,
/// leaves the channels in their order.
/// </summary>
internal static class SumOrder
{
    private const int LaneBytes = 16;

    /// <summary>How many registers are packed into one before they are stored.</summary>
    public static int Packed(VectorSet set, int vectors, StorageKind output) =>
        output switch
        {
            StorageKind.UInt8 or StorageKind.Int8 when vectors == set.MostVectors => vectors,
            StorageKind.Int16 => 2,
            _ => 1,
        };

    /// <summary>The channel of each sum where packing is to put them in order.</summary>
    public static byte[] ForPacking(VectorSet set, int vectors, StorageKind output) =>
        Channels(set, vectors, Packed(set, vectors, output), sizeof(int));

    /// <summary>The channel of each sum where values were interleaved in lanes, whatever is packed in the end.</summary>
    public static byte[] Interleaved(VectorSet set, int vectors) => Channels(set, vectors, vectors, sizeof(int));

    /// <summary>The same of sums in 16 bits.</summary>
    public static byte[] InterleavedWords(VectorSet set, int vectors) => Channels(set, vectors, vectors, sizeof(short));

    /// <summary>The channel of each sum where nothing is packed.</summary>
    public static byte[] Plain(VectorSet set, int vectors) => Channels(set, vectors, 1, sizeof(int));

    private static byte[] Channels(VectorSet set, int vectors, int packed, int sumBytes)
    {
        int sums = set.Bytes / sumBytes,
            laneSums = LaneBytes / sumBytes;
        byte[] channels = new byte[vectors * sums];
        for (int vector = 0; vector < vectors; vector++)
        {
            int first = vector / packed * packed,
                together = Math.Min(packed, vectors - first);
            for (int i = 0; i < sums; i++)
            {
                int lane = i / laneSums,
                    within = ((vector - first) * laneSums) + (i % laneSums);
                channels[(vector * sums) + i] = (byte)((first * sums) + (lane * together * laneSums) + within);
            }
        }

        return channels;
    }
}
