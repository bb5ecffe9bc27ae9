namespace Akida.Integers.Reference;

/// <summary>Matrix products and temporal layers, in 64-bit integers, on inputs whose channels are aligned.</summary>
internal static class ReferenceMatrices
{
    public static void Dense(IntegerDense layer, ReadOnlySpan<long> x, Span<long> result) =>
        Multiply(layer.Weights.AsSpan(), x, layer.Output.Channels, result);

    public static void BufferTempConv(IntegerBufferTempConv layer, FrameQueue frames, Span<long> result)
    {
        result.Clear();
        int length = layer.Weights.Count / layer.Frames;
        for (int frame = 0; frame < layer.Frames; frame++)
        {
            AddProduct(layer.Weights.AsSpan().Slice(frame * length, length), frames[frame], layer.Output.Channels, result);
        }
    }

    public static void DepthwiseBufferTempConv(IntegerDepthwiseBufferTempConv layer, FrameQueue frames, Span<long> result)
    {
        result.Clear();
        int channels = layer.Output.Channels;
        for (int frame = 0; frame < layer.Frames; frame++)
        {
            ReadOnlySpan<sbyte> weights = layer.Weights.AsSpan().Slice(frame * channels, channels);
            for (int start = 0; start < result.Length; start += channels)
            {
                MultiplyAddEach(frames[frame].AsSpan(start, channels), weights, result.Slice(start, channels));
            }
        }
    }

    /// <summary>The product of rows of channels and a matrix <c>channels×filters</c>.</summary>
    public static void Multiply(ReadOnlySpan<sbyte> weights, ReadOnlySpan<long> x, int filters, Span<long> result)
    {
        result.Clear();
        AddProduct(weights, x, filters, result);
    }

    /// <summary>Adds the product of a vector of channels and a matrix <c>channels×filters</c>.</summary>
    public static void MultiplyAdd(ReadOnlySpan<long> x, ReadOnlySpan<sbyte> weights, Span<long> sums)
    {
        for (int channel = 0; channel < x.Length; channel++)
        {
            if (x[channel] != 0)
            {
                long value = x[channel];
                ReadOnlySpan<sbyte> row = weights.Slice(channel * sums.Length, sums.Length);
                for (int filter = 0; filter < row.Length; filter++)
                {
                    sums[filter] += value * row[filter];
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

    /// <summary>Saturates the sums of all positions, adds the bias and saturates again.</summary>
    public static void Finish(IntegerWeightedLayer layer, Span<long> sums)
    {
        int channels = layer.Output.Channels;
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = FixedPoint.Saturate(sums[i], layer.BufferValueBits);
            if (layer.Bias is { } bias)
            {
                sums[i] = FixedPoint.Saturate(sums[i] + bias.ValueOf(i % channels), layer.BufferValueBits);
            }
        }
    }

    private static void AddProduct(ReadOnlySpan<sbyte> weights, ReadOnlySpan<long> x, int filters, Span<long> result)
    {
        int channels = weights.Length / filters;
        for (int position = 0; position < result.Length / filters; position++)
        {
            MultiplyAdd(x.Slice(position * channels, channels), weights, result.Slice(position * filters, filters));
        }
    }
}
