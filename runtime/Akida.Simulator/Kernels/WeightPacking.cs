namespace Akida.Simulator.Kernels;

/// <summary>Puts weights in the order of a <see cref="KernelFormat"/>.</summary>
internal static unsafe class WeightPacking
{
    /// <summary>Packs weights.</summary>
    /// <param name="format">The order and the type.</param>
    /// <param name="segments">The number of segments.</param>
    /// <param name="length">Values in a segment.</param>
    /// <param name="filters">The number of filters.</param>
    /// <param name="weights">The weights, <c>[segment][value][filter]</c>.</param>
    public static PinnedBuffer Pack(KernelFormat format, int segments, int length, int filters, ReadOnlySpan<short> weights)
    {
        if (weights.Length != (long)segments * length * filters)
        {
            throw new ArgumentException($"{segments}x{length}x{filters} weights are wanted, found {weights.Length}");
        }

        PinnedBuffer packed = new(format.PackedBytes(segments, length, filters));
        long groups = format.Groups(length),
            index = 0;
        for (int first = 0; first < filters; first += format.Filters)
        {
            int present = Math.Min(format.Filters, filters - first);
            for (int segment = 0; segment < segments; segment++)
            {
                for (int value = 0; value < groups * format.Values; value += format.Values, index += format.GroupWeights)
                {
                    int values = Math.Min(format.Values, length - value);
                    for (int i = 0; i < values; i++)
                    {
                        ReadOnlySpan<short> row = weights.Slice(((((segment * length) + value) + i) * filters) + first, present);
                        Set(packed, format, index + i, row);
                    }
                }
            }
        }

        return packed;
    }

    /// <summary>Stores the weights of one value, which are <see cref="KernelFormat.Values"/> apart.</summary>
    private static void Set(PinnedBuffer packed, KernelFormat format, long index, ReadOnlySpan<short> row)
    {
        if (format.Weights == StorageKind.Int8)
        {
            sbyte* target = (sbyte*)packed.Pointer + index;
            for (int filter = 0; filter < row.Length; filter++, target += format.Values)
            {
                *target = checked((sbyte)row[filter]);
            }
        }
        else
        {
            short* target = (short*)packed.Pointer + index;
            for (int filter = 0; filter < row.Length; filter++, target += format.Values)
            {
                *target = checked((short)row[filter]);
            }
        }
    }
}
