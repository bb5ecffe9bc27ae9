namespace Akida.Simulator.Kernels.Scalar;

/// <summary>The channel maps and the storing of results, value by value.</summary>
internal static unsafe class ScalarFinish
{
    /// <summary>The channels of a tile.</summary>
    public const int Block = 16;

    /// <summary>Puts the biases into a tile.</summary>
    public static void Begin(int* sums, in ChannelMapPointers map, int first)
    {
        for (int i = 0; i < Block; i++)
        {
            sums[i] = map.Bias[first + i];
        }
    }

    /// <summary>Maps and stores a tile.</summary>
    public static void Store(int* sums, in ChannelMapPointers map, int first, int count, void* output, int pixel, StorageKind kind)
    {
        for (int i = 0; i < count; i++)
        {
            Store(map.Apply(sums[i], first + i), output, pixel + first + i, kind);
        }
    }

    /// <summary>Stores one value.</summary>
    public static void Store(int value, void* output, int index, StorageKind kind)
    {
        switch (kind)
        {
            case StorageKind.UInt8:
                ((byte*)output)[index] = (byte)value;
                break;
            case StorageKind.Int8:
                ((sbyte*)output)[index] = (sbyte)value;
                break;
            case StorageKind.Int16:
                ((short*)output)[index] = (short)value;
                break;
            default:
                ((int*)output)[index] = value;
                break;
        }
    }
}
