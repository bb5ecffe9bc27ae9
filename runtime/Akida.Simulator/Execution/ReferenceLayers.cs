using Akida.Simulator.Program;

namespace Akida.Simulator.Execution;

/// <summary>Layers without weights, in 64-bit integers.</summary>
internal static class ReferenceLayers
{
    public static long[] QuantizeInput(IntegerInputQuantizer layer, float[] input)
    {
        int channels = layer.Output.Channels;
        long[] result = new long[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            result[i] = layer.Quantize(input[i], i % channels);
        }

        return result;
    }

    public static float[] Dequantize(IntegerDequantizer layer, long[] input)
    {
        int channels = layer.Input.Channels;
        float[] result = new float[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            result[i] = layer.Dequantize(input[i], i % channels);
        }

        return result;
    }

    /// <summary>Each channel shifted to the left, saturated to a number of value bits; the values themselves where there are no shifts.</summary>
    public static long[] AlignChannels(long[] input, EquatableArray<int> shifts, int valueBits)
    {
        if (shifts.Count == 0)
        {
            return (long[])input.Clone();
        }

        long[] result = new long[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            result[i] = FixedPoint.Saturate(FixedPoint.Shift(input[i], shifts[i % shifts.Count]), valueBits);
        }

        return result;
    }

    public static long[] MaxPooling2D(IntegerMaxPooling2D layer, long[] input)
    {
        SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.PoolSize, layer.Strides, layer.Padding);
        SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.PoolSize, layer.Strides, layer.Padding);
        int channels = layer.InputShape.Channels;
        long[] result = new long[layer.Output.Length];
        Array.Fill(result, long.MinValue);
        for (int row = 0; row < rows.Outputs; row++)
        {
            for (int column = 0; column < columns.Outputs; column++)
            {
                Span<long> output = result.AsSpan(((row * columns.Outputs) + column) * channels, channels);
                foreach (int y in rows.Inside(row))
                {
                    foreach (int x in columns.Inside(column))
                    {
                        ReadOnlySpan<long> cell = input.AsSpan(((y * columns.Length) + x) * channels, channels);
                        for (int channel = 0; channel < channels; channel++)
                        {
                            output[channel] = Math.Max(output[channel], cell[channel]);
                        }
                    }
                }
            }
        }

        return result;
    }

    public static long[] GlobalAveragePooling2D(IntegerGlobalAveragePooling2D layer, long[] input)
    {
        long[] aligned = AlignChannels(input, layer.InputShifts, layer.BufferValueBits);
        int channels = layer.InputShape.Channels;
        long[] sums = new long[channels];
        for (int i = 0; i < aligned.Length; i++)
        {
            sums[i % channels] += aligned[i];
        }

        return Array.ConvertAll(sums, sum => FixedPoint.Saturate(sum, layer.BufferValueBits));
    }

    public static long[] ReLU(IntegerReLU layer, long[] input)
    {
        int channels = layer.Output.Channels;
        long[] result = new long[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            long value = Math.Max(FixedPoint.Saturate(input[i], layer.BufferValueBits), 0);
            result[i] = layer.MaxValue is { } bound ? Math.Min(value, bound.ValueOf(i % channels)) : value;
        }

        return result;
    }

    public static long[] Add(IntegerAdd layer, long[] left, long[] right)
    {
        long[] a = AlignChannels(left, layer.LeftShifts, layer.BufferValueBits), b = AlignChannels(right, layer.RightShifts, layer.BufferValueBits);
        long[] result = new long[a.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = FixedPoint.Saturate(a[i] + b[i], layer.BufferValueBits);
        }

        return result;
    }

    public static long[] Concatenate(IntegerConcatenate layer, long[][] inputs, TensorShape[] inputShapes)
    {
        int outer = 1;
        for (int dimension = 0; dimension < layer.Axis; dimension++)
        {
            outer *= layer.Output.Shape[dimension];
        }

        long[] result = new long[layer.Output.Length];
        int position = 0;
        for (int block = 0; block < outer; block++)
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                int length = checked((int)inputShapes[i].Elements) / outer;
                Array.Copy(inputs[i], block * length, result, position, length);
                position += length;
            }
        }

        return result;
    }

    public static long[] Permute(IntegerPermute layer, long[] input, TensorShape inputShape)
    {
        int rank = inputShape.Rank;
        int[] inputStrides = new int[rank];
        int stride = 1;
        for (int dimension = rank - 1; dimension >= 0; dimension--)
        {
            inputStrides[dimension] = stride;
            stride *= inputShape[dimension];
        }

        long[] result = new long[input.Length];
        int[] index = new int[rank];
        for (int i = 0; i < result.Length; i++)
        {
            int source = 0;
            for (int dimension = 0; dimension < rank; dimension++)
            {
                source += index[dimension] * inputStrides[layer.Order[dimension]];
            }

            result[i] = input[source];
            for (int dimension = rank - 1; dimension >= 0 && ++index[dimension] == layer.Output.Shape[dimension]; dimension--)
            {
                index[dimension] = 0;
            }
        }

        return result;
    }
}
