namespace Akida.Simulator.Kernels.Assembled;

/// <summary>
/// Which parts of the channels' maps have an effect, so that code is assembled for them. In memory each is a vector for every sixteen
/// channels, in this order, behind the biases.
/// </summary>
[Flags]
internal enum MapFields
{
    None = 0,
    Low = 1,
    High = 2,
    Scale = 4,
    Half = 8,
    Shift = 16,
    OutLow = 32,
    OutHigh = 64,
}

/// <summary>What follows from <see cref="MapFields"/>.</summary>
internal static unsafe class MapFieldsOf
{
    /// <summary>All parts, in their order.</summary>
    public static MapFields[] Order { get; } =
    [MapFields.Low, MapFields.High, MapFields.Scale, MapFields.Half, MapFields.Shift, MapFields.OutLow, MapFields.OutHigh];

    /// <summary>The parts of some channels' maps that have an effect.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="sumBounds">For each channel the largest magnitude of a sum without its bias.</param>
    /// <param name="output">How the output is stored: what lies outside is clamped by storing it.</param>
    public static MapFields Of(ChannelMaps maps, ReadOnlySpan<long> sumBounds, StorageKind output)
    {
        (int least, int most) = output switch
        {
            StorageKind.UInt8 => (byte.MinValue, byte.MaxValue),
            StorageKind.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            StorageKind.Int16 => (short.MinValue, short.MaxValue),
            _ => (int.MinValue, int.MaxValue),
        };
        MapFields fields = MapFields.None;
        for (int channel = 0; channel < sumBounds.Length; channel++)
        {
            // The clamp before the scaling keeps 32 bits from overflowing; where they cannot, the one behind it does the same.
            long scale = maps.Scale[channel],
                half = maps.Half[channel],
                bias = maps.Bias[channel],
                bound = sumBounds[channel];
            fields |= ((bias - bound) * scale) + half < int.MinValue ? MapFields.Low : 0;
            fields |= ((bias + bound) * scale) + half > int.MaxValue ? MapFields.High : 0;
            fields |= scale != 1 ? MapFields.Scale : 0;
            fields |= half != 0 ? MapFields.Half : 0;
            fields |= maps.Shift[channel] != 0 ? MapFields.Shift : 0;
            fields |= maps.OutLow[channel] != least ? MapFields.OutLow : 0;
            fields |= maps.OutHigh[channel] != most ? MapFields.OutHigh : 0;
        }

        return fields;
    }

    /// <summary>The number of vectors for every sixteen channels: the bias and the parts.</summary>
    public static int Vectors(this MapFields fields) => 1 + System.Numerics.BitOperations.PopCount((uint)fields);

    /// <summary>The place of one part among the vectors.</summary>
    public static int IndexOf(this MapFields fields, MapFields field) => Vectors(fields & (field - 1));

    /// <summary>The values of a part.</summary>
    public static int* Values(ChannelMaps maps, MapFields field) =>
        field switch
        {
            MapFields.None => maps.Bias,
            MapFields.Low => maps.Low,
            MapFields.High => maps.High,
            MapFields.Scale => maps.Scale,
            MapFields.Half => maps.Half,
            MapFields.Shift => maps.Shift,
            MapFields.OutLow => maps.OutLow,
            _ => maps.OutHigh,
        };

    /// <summary>Writes biases and parts of up to 64 channels in the order of their sums.</summary>
    /// <param name="fields">The parts.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="first">The first channel.</param>
    /// <param name="channels">Which channel of the block each sum is of; beyond <paramref name="count"/> there is none.</param>
    /// <param name="count">The channels of the block.</param>
    /// <param name="target">Where to: <c>[bias, part, ...][sum]</c>.</param>
    public static void Pack(this MapFields fields, ChannelMaps maps, int first, byte[] channels, int count, int* target)
    {
        Pack(maps.Bias, target);
        foreach (MapFields field in Order)
        {
            if (fields.HasFlag(field))
            {
                Pack(Values(maps, field), target + (fields.IndexOf(field) * channels.Length));
            }
        }

        void Pack(int* values, int* row)
        {
            for (int sum = 0; sum < channels.Length; sum++)
            {
                row[sum] = channels[sum] < count ? values[first + channels[sum]] : 0;
            }
        }
    }
}
