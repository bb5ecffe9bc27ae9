using Akida.Simulator.Program;

namespace Akida.Simulator.Execution;

/// <summary>Matrix products and temporal layers, in 64-bit integers.</summary>
internal static class ReferenceMatrices
{
    public static long[] Dense(IntegerDense layer, long[] input)
    {
        long[] x = ReferenceLayers.AlignChannels(input, layer.InputShifts, layer.BufferValueBits);
        int units = layer.Output.Channels, channels = layer.Weights.Count / units;
        long[] result = new long[layer.Output.Length];
        for (int position = 0; position < result.Length / units; position++)
        {
            Span<long> output = result.AsSpan(position * units, units);
            MultiplyAdd(x.AsSpan(position * channels, channels), layer.Weights.AsSpan(), output);
            Finish(layer, output);
        }

        return result;
    }

    public static long[] BufferTempConv(IntegerBufferTempConv layer, long[][] frames)
    {
        int filters = layer.Output.Channels, channels = layer.Weights.Count / layer.Frames / filters;
        long[] result = new long[layer.Output.Length];
        for (int frame = 0; frame < layer.Frames; frame++)
        {
            long[] x = ReferenceLayers.AlignChannels(frames[frame], layer.InputShifts, layer.BufferValueBits);
            ReadOnlySpan<sbyte> weights = layer.Weights.AsSpan().Slice(frame * channels * filters, channels * filters);
            for (int position = 0; position < result.Length / filters; position++)
            {
                MultiplyAdd(x.AsSpan(position * channels, channels), weights, result.AsSpan(position * filters, filters));
            }
        }

        for (int position = 0; position < result.Length / filters; position++)
        {
            Finish(layer, result.AsSpan(position * filters, filters));
        }

        return result;
    }

    public static long[] DepthwiseBufferTempConv(IntegerDepthwiseBufferTempConv layer, long[][] frames)
    {
        int channels = layer.Output.Channels;
        long[] result = new long[layer.Output.Length];
        for (int frame = 0; frame < layer.Frames; frame++)
        {
            long[] x = ReferenceLayers.AlignChannels(frames[frame], layer.InputShifts, layer.BufferValueBits);
            for (int start = 0; start < result.Length; start += channels)
            {
                MultiplyAddEach(x.AsSpan(start, channels), layer.Weights.AsSpan().Slice(frame * channels, channels), result.AsSpan(start, channels));
            }
        }

        for (int start = 0; start < result.Length; start += channels)
        {
            Finish(layer, result.AsSpan(start, channels));
        }

        return result;
    }

    /// <summary>Adds the product of a vector of channels and a matrix <c>channels×filters</c>.</summary>
    public static void MultiplyAdd(ReadOnlySpan<long> x, ReadOnlySpan<sbyte> weights, Span<long> sums)
    {
        for (int channel = 0; channel < x.Length; channel++)
        {
            if (x[channel] != 0)
            {
                ReadOnlySpan<sbyte> row = weights.Slice(channel * sums.Length, sums.Length);
                for (int filter = 0; filter < row.Length; filter++)
                {
                    sums[filter] += x[channel] * row[filter];
                }
            }
        }
    }

    /// <summary>Adds the products channel by channel.</summary>
    public static void MultiplyAddEach(ReadOnlySpan<long> x, ReadOnlySpan<sbyte> weights, Span<long> sums)
    {
        for (int channel = 0; channel < x.Length; channel++)
        {
            sums[channel] += x[channel] * weights[channel];
        }
    }

    /// <summary>Saturates the sums, adds the bias and saturates again.</summary>
    public static void Finish(IntegerWeightedLayer layer, Span<long> sums)
    {
        for (int filter = 0; filter < sums.Length; filter++)
        {
            sums[filter] = FixedPoint.Saturate(sums[filter], layer.BufferValueBits);
            if (layer.Bias is { } bias)
            {
                sums[filter] = FixedPoint.Saturate(sums[filter] + bias.ValueOf(filter), layer.BufferValueBits);
            }
        }
    }
}
