namespace Akida.Integers.Reference;

/// <summary>Layers without weights, in 64-bit integers.</summary>
internal static class ReferenceLayers
{
    public static void QuantizeInput(IntegerInputQuantizer layer, ReadOnlySpan<float> input, Span<long> result)
    {
        int channels = layer.Output.Channels;
        for (int i = 0; i < input.Length; i++)
        {
            result[i] = layer.Quantize(input[i], i % channels);
        }
    }

    public static void Dequantize(IntegerDequantizer layer, ReadOnlySpan<long> input, Span<float> result)
    {
        int channels = layer.Input.Channels;
        for (int i = 0; i < input.Length; i++)
        {
            result[i] = layer.Dequantize(input[i], i % channels);
        }
    }

    /// <summary>
    /// Each channel shifted to the left, saturated to a number of value bits; the values themselves where there are no shifts.
    /// </summary>
    public static void AlignChannels(ReadOnlySpan<long> input, EquatableArray<int> shifts, int valueBits, Span<long> result)
    {
        if (shifts.Count == 0)
        {
            input.CopyTo(result);
            return;
        }

        for (int i = 0; i < input.Length; i++)
        {
            result[i] = FixedPoint.Saturate(FixedPoint.Shift(input[i], shifts[i % shifts.Count]), valueBits);
        }
    }

    public static void MaxPooling2D(IntegerMaxPooling2D layer, ReadOnlySpan<long> input, Span<long> result)
    {
        SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.PoolSize, layer.Strides, layer.Padding);
        SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.PoolSize, layer.Strides, layer.Padding);
        int channels = layer.InputShape.Channels;
        result.Fill(long.MinValue);
        for (int position = 0; position < rows.Outputs * columns.Outputs; position++)
        {
            Span<long> output = result.Slice(position * channels, channels);
            for (int tap = 0; tap < rows.Kernel * columns.Kernel; tap++)
            {
                int row = rows.Start(position / columns.Outputs) + (tap / columns.Kernel),
                    column = columns.Start(position % columns.Outputs) + (tap % columns.Kernel);
                if (rows.IsInside(row) && columns.IsInside(column))
                {
                    ReadOnlySpan<long> cell = input.Slice(((row * columns.Length) + column) * channels, channels);
                    for (int channel = 0; channel < channels; channel++)
                    {
                        output[channel] = Math.Max(output[channel], cell[channel]);
                    }
                }
            }
        }
    }

    public static void GlobalAveragePooling2D(IntegerGlobalAveragePooling2D layer, ReadOnlySpan<long> aligned, Span<long> sums)
    {
        sums.Clear();
        for (int i = 0; i < aligned.Length; i++)
        {
            sums[i % sums.Length] += aligned[i];
        }

        for (int channel = 0; channel < sums.Length; channel++)
        {
            sums[channel] = FixedPoint.Saturate(sums[channel], layer.BufferValueBits);
        }
    }

    public static void ReLU(IntegerReLU layer, ReadOnlySpan<long> input, Span<long> result)
    {
        int channels = layer.Output.Channels;
        for (int i = 0; i < input.Length; i++)
        {
            long value = Math.Max(FixedPoint.Saturate(input[i], layer.BufferValueBits), 0);
            result[i] = layer.MaxValue is { } bound ? Math.Min(value, bound.ValueOf(i % channels)) : value;
        }
    }

    public static void Lookup(IntegerLookup layer, ReadOnlySpan<long> input, Span<long> result)
    {
        for (int i = 0; i < input.Length; i++)
        {
            result[i] = layer[input[i]];
        }
    }

    /// <summary>The sum of two tensors whose channels are aligned.</summary>
    public static void Add(IntegerAdd layer, ReadOnlySpan<long> left, ReadOnlySpan<long> right, Span<long> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = FixedPoint.Saturate(left[i] + right[i], layer.BufferValueBits);
        }
    }

    public static void Concatenate(IntegerConcatenate layer, LayerValues[] inputs, Span<long> result)
    {
        int outer = 1;
        for (int dimension = 0; dimension < layer.Axis; dimension++)
        {
            outer *= layer.Output.Shape[dimension];
        }

        int position = 0;
        for (int block = 0; block < outer; block++)
        {
            foreach (LayerValues input in inputs)
            {
                int length = input.Integers.Length / outer;
                input.Integers.AsSpan(block * length, length).CopyTo(result[position..]);
                position += length;
            }
        }
    }

    /// <summary>The values in another order.</summary>
    public static void Gather(ReadOnlySpan<long> input, ReadOnlySpan<int> sources, Span<long> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = input[sources[i]];
        }
    }
}
