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
    private const int Lane = 4;

    /// <summary>How many registers are packed into one before they are stored.</summary>
    public static int Packed(VectorSet set, int vectors, StorageKind output) =>
        output switch
        {
            StorageKind.UInt8 or StorageKind.Int8 when vectors == set.MostVectors => vectors,
            StorageKind.Int16 => 2,
            _ => 1,
        };

    /// <summary>The channel of each sum where packing is to put them in order.</summary>
    public static byte[] ForPacking(VectorSet set, int vectors, StorageKind output) => Channels(set, vectors, Packed(set, vectors, output));

    /// <summary>The channel of each sum where values were interleaved in lanes, whatever is packed in the end.</summary>
    public static byte[] Interleaved(VectorSet set, int vectors) => Channels(set, vectors, vectors);

    /// <summary>The channel of each sum where nothing is packed.</summary>
    public static byte[] Plain(VectorSet set, int vectors) => Channels(set, vectors, 1);

    private static byte[] Channels(VectorSet set, int vectors, int packed)
    {
        byte[] channels = new byte[vectors * set.Sums];
        for (int vector = 0; vector < vectors; vector++)
        {
            int first = vector / packed * packed,
                together = Math.Min(packed, vectors - first);
            for (int i = 0; i < set.Sums; i++)
            {
                int lane = i / Lane,
                    within = ((vector - first) * Lane) + (i % Lane);
                channels[(vector * set.Sums) + i] = (byte)((first * set.Sums) + (lane * together * Lane) + within);
            }
        }

        return channels;
    }
}
