using Akida.Simulator.Kernels;

namespace Akida.Simulator.Execution.Steps;

/// <summary>Weights in the order in which the matrix kernels read them; see <see cref="GemmArguments.Weights"/>.</summary>
internal sealed unsafe class PackedWeights
{
    private readonly PinnedBuffer memory;

    /// <summary>Packs weights.</summary>
    /// <param name="inputKind">How the input is stored: as bytes the weights become bytes, otherwise 16-bit integers.</param>
    /// <param name="segments">The number of segments.</param>
    /// <param name="length">Values in a segment.</param>
    /// <param name="filters">The number of filters.</param>
    /// <param name="weight">The weight of a segment, value and filter.</param>
    public PackedWeights(StorageKind inputKind, int segments, int length, int filters, Func<int, int, int, int> weight)
    {
        AreBytes = inputKind == StorageKind.UInt8;
        int groupLength = AreBytes ? GemmArguments.GroupBytes : GemmArguments.GroupBytes / sizeof(short);
        Groups = (length + groupLength - 1) / groupLength;
        int blocks = (filters + GemmArguments.Block - 1) / GemmArguments.Block, index = 0;
        memory = new PinnedBuffer((long)blocks * segments * Groups * GemmArguments.Block * GemmArguments.GroupBytes);
        for (int first = 0; first < filters; first += GemmArguments.Block)
        {
            for (int segment = 0; segment < segments; segment++)
            {
                for (int group = 0; group < Groups; group++)
                {
                    for (int filter = first; filter < first + GemmArguments.Block; filter++)
                    {
                        for (int i = group * groupLength; i < (group + 1) * groupLength; i++, index++)
                        {
                            if (i < length && filter < filters)
                            {
                                Set(index, weight(segment, i, filter));
                            }
                        }
                    }
                }
            }
        }
    }

    /// <summary>Whether the weights are bytes.</summary>
    public bool AreBytes { get; }

    /// <summary>Groups of values in a segment.</summary>
    public int Groups { get; }

    public void* Pointer => memory.Pointer;

    private void Set(int index, int weight)
    {
        if (AreBytes)
        {
            ((sbyte*)memory.Pointer)[index] = checked((sbyte)weight);
        }
        else
        {
            ((short*)memory.Pointer)[index] = checked((short)weight);
        }
    }
}

/// <summary>Weights in the order in which the depthwise kernels read them; see <see cref="DepthwiseArguments.Weights"/>.</summary>
internal sealed unsafe class PackedTaps
{
    private readonly PinnedBuffer memory;

    /// <summary>Packs the weights of taps and channels.</summary>
    public PackedTaps(int taps, int channels, Func<int, int, int> weight)
    {
        Pairs = (taps + 1) / 2;
        int blocks = (channels + DepthwiseArguments.Block - 1) / DepthwiseArguments.Block;
        memory = new PinnedBuffer((long)blocks * Pairs * 2 * DepthwiseArguments.Block * sizeof(short));
        short* packed = Pointer;
        for (int first = 0; first < channels; first += DepthwiseArguments.Block)
        {
            for (int pair = 0; pair < Pairs; pair++)
            {
                for (int channel = first; channel < first + DepthwiseArguments.Block; channel++, packed += 2)
                {
                    if (channel < channels)
                    {
                        packed[0] = checked((short)weight(2 * pair, channel));
                        packed[1] = (2 * pair) + 1 < taps ? checked((short)weight((2 * pair) + 1, channel)) : (short)0;
                    }
                }
            }
        }
    }

    /// <summary>Pairs of taps.</summary>
    public int Pairs { get; }

    public short* Pointer => (short*)memory.Pointer;

    /// <summary>Offsets of taps with the last once more if their number is odd.</summary>
    public static int[] Paired(int[] taps) => taps.Length % 2 == 0 ? taps : [.. taps, taps[^1]];
}
