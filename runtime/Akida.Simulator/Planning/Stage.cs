using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <summary>Layers that are computed in one pass: a layer that makes sums, and the pooling, ReLU and quantiser that follow.</summary>
/// <param name="Root">The layer that makes the sums.</param>
/// <param name="Pool">A max pooling between it and the end; it is done last, which gives the same because maps never decrease.</param>
/// <param name="ReLU">The ReLU.</param>
internal sealed record Stage(IntegerLayer Root, IntegerMaxPooling2D? Pool, IntegerReLU? ReLU)
{
    /// <summary>The layer whose output the stage stores.</summary>
    public IntegerLayer Last => ReLU ?? (IntegerLayer?)Pool ?? Root;

    /// <summary>The output quantiser at the end.</summary>
    public Requantization? Requantization => ReLU is null ? Root.Requantization : ReLU.Requantization;

    /// <summary>The layers that need no step of their own.</summary>
    public IEnumerable<IntegerLayer> Absorbed
    {
        get
        {
            if (Pool is not null)
            {
                yield return Pool;
            }

            if (ReLU is not null)
            {
                yield return ReLU;
            }
        }
    }

    /// <summary>The longest stage that begins with <paramref name="root"/>.</summary>
    public static Stage From(IntegerLayer root, Func<IntegerLayer, IntegerLayer?> onlyConsumer)
    {
        if (root.Requantization is not null)
        {
            return new Stage(root, null, null);
        }

        IntegerLayer? next = onlyConsumer(root);
        IntegerMaxPooling2D? pool = next as IntegerMaxPooling2D;
        if (pool is not null)
        {
            next = onlyConsumer(pool);
        }

        return next is IntegerReLU relu ? new Stage(root, pool, relu) : new Stage(root, null, null);
    }

    /// <summary>The map of each channel's sums, in 32-bit integers, or null if some could overflow.</summary>
    /// <param name="bounds">For each channel the largest magnitude of a sum.</param>
    /// <param name="bufferValueBits">Value bits of the sums' buffer.</param>
    /// <param name="bias">The root's bias.</param>
    public EquatableArray<ChannelMap>? Maps(long[] bounds, int bufferValueBits, AlignedValues? bias)
    {
        MonotoneMap[] exact = ExactMaps(bounds.Length, bufferValueBits, bias);
        ChannelMap[] maps = new ChannelMap[bounds.Length];
        for (int channel = 0; channel < maps.Length; channel++)
        {
            if (exact[channel].ToChannelMap(bounds[channel]) is not { } planned)
            {
                return null;
            }

            maps[channel] = planned;
        }

        return new EquatableArray<ChannelMap>(maps);
    }

    /// <summary>The map of each channel's sums, in 64-bit integers.</summary>
    public MonotoneMap[] ExactMaps(int channels, int bufferValueBits, AlignedValues? bias) =>
        [
            .. Enumerable
                .Range(0, channels)
                .Select(channel => new MonotoneMap
                {
                    BufferValueBits = bufferValueBits,
                    Bias = bias?.ValueOf(channel) ?? 0,
                    ReLU = ReLU,
                    Requantization = Requantization,
                    Channel = channel,
                }),
        ];
}
