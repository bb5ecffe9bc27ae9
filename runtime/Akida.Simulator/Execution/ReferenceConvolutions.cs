using Akida.Simulator.Program;

namespace Akida.Simulator.Execution;

/// <summary>Convolutions over maps, in 64-bit integers.</summary>
internal static class ReferenceConvolutions
{
    public static long[] Conv2D(IntegerConv2D layer, long[] input)
    {
        long[] x = ReferenceLayers.AlignChannels(input, layer.InputShifts, layer.BufferValueBits);
        int channels = layer.InputShape.Channels, filters = layer.Output.Channels;
        ReadOnlySpan<sbyte> weights = layer.Weights.AsSpan();
        long[] padding = [.. Enumerable.Range(0, channels).Select(channel => layer.PaddingValue?.ValueOf(channel) ?? 0)];
        SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        long[] result = new long[layer.Output.Length];
        for (int position = 0; position < rows.Outputs * columns.Outputs; position++)
        {
            int top = rows.Start(position / columns.Outputs), left = columns.Start(position % columns.Outputs);
            Span<long> output = result.AsSpan(position * filters, filters);
            for (int tap = 0; tap < rows.Kernel * columns.Kernel; tap++)
            {
                int row = top + (tap / columns.Kernel), column = left + (tap % columns.Kernel);
                bool inside = row >= 0 && row < rows.Length && column >= 0 && column < columns.Length;
                ReadOnlySpan<long> cell = inside ? x.AsSpan(((row * columns.Length) + column) * channels, channels) : padding;
                ReferenceMatrices.MultiplyAdd(cell, weights.Slice(tap * channels * filters, channels * filters), output);
            }

            ReferenceMatrices.Finish(layer, output);
        }

        return result;
    }

    public static long[] DepthwiseConv2D(IntegerDepthwiseConv2D layer, long[] input)
    {
        long[] x = ReferenceLayers.AlignChannels(input, layer.InputShifts, layer.BufferValueBits);
        long[] result = Depthwise(layer, layer.Weights.AsSpan(), x);
        FinishAll(layer, result);
        return result;
    }

    public static long[] SeparableConv2D(IntegerSeparableConv2D layer, long[] input)
    {
        long[] x = ReferenceLayers.AlignChannels(input, layer.InputShifts, layer.BufferValueBits);
        long[] depthwise = Array.ConvertAll(
            Depthwise(layer, layer.DepthwiseWeights.AsSpan(), x), value => FixedPoint.Saturate(value, layer.BufferValueBits));
        int channels = layer.InputShape.Channels, filters = layer.Output.Channels;
        long[] result = new long[layer.Output.Length];
        for (int position = 0; position < result.Length / filters; position++)
        {
            ReferenceMatrices.MultiplyAdd(
                depthwise.AsSpan(position * channels, channels), layer.Weights.AsSpan(), result.AsSpan(position * filters, filters));
        }

        FinishAll(layer, result);
        return result;
    }

    public static long[] Conv2DTranspose(IntegerConv2DTranspose layer, long[] input)
    {
        int channels = layer.InputShape.Channels, filters = layer.Output.Channels;
        return Transpose(layer, input, (cell, tap, output) =>
            ReferenceMatrices.MultiplyAdd(cell, layer.Weights.AsSpan().Slice(tap * channels * filters, channels * filters), output));
    }

    public static long[] DepthwiseConv2DTranspose(IntegerDepthwiseConv2DTranspose layer, long[] input)
    {
        int channels = layer.InputShape.Channels;
        return Transpose(layer, input, (cell, tap, output) =>
            ReferenceMatrices.MultiplyAddEach(cell, layer.Weights.AsSpan().Slice(tap * channels, channels), output));
    }

    private delegate void Contribute(ReadOnlySpan<long> cell, int tap, Span<long> output);

    private static long[] Transpose(IntegerConvolution layer, long[] input, Contribute contribute)
    {
        long[] x = ReferenceLayers.AlignChannels(input, layer.InputShifts, layer.BufferValueBits);
        int channels = layer.InputShape.Channels, filters = layer.Output.Channels;
        int height = layer.Output.Shape[0], width = layer.Output.Shape[1];
        int cropTop = Windows.TransposedCrop(layer.KernelSize.Height, layer.Strides.Height, layer.Padding);
        int cropLeft = Windows.TransposedCrop(layer.KernelSize.Width, layer.Strides.Width, layer.Padding);
        long[] result = new long[layer.Output.Length];
        for (int position = 0; position < x.Length / channels; position++)
        {
            int top = ((position / layer.InputShape[1]) * layer.Strides.Height) - cropTop;
            int left = ((position % layer.InputShape[1]) * layer.Strides.Width) - cropLeft;
            for (int tap = 0; tap < layer.KernelSize.Height * layer.KernelSize.Width; tap++)
            {
                int row = top + (tap / layer.KernelSize.Width), column = left + (tap % layer.KernelSize.Width);
                if (row >= 0 && row < height && column >= 0 && column < width)
                {
                    contribute(x.AsSpan(position * channels, channels), tap, result.AsSpan(((row * width) + column) * filters, filters));
                }
            }
        }

        FinishAll(layer, result);
        return result;
    }

    /// <summary>The depthwise sums; cells outside the map count as 0.</summary>
    private static long[] Depthwise(IntegerConvolution layer, ReadOnlySpan<sbyte> weights, long[] x)
    {
        int channels = layer.InputShape.Channels;
        SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        long[] result = new long[rows.Outputs * columns.Outputs * channels];
        for (int position = 0; position < rows.Outputs * columns.Outputs; position++)
        {
            int top = rows.Start(position / columns.Outputs), left = columns.Start(position % columns.Outputs);
            for (int tap = 0; tap < rows.Kernel * columns.Kernel; tap++)
            {
                int row = top + (tap / columns.Kernel), column = left + (tap % columns.Kernel);
                if (row >= 0 && row < rows.Length && column >= 0 && column < columns.Length)
                {
                    ReferenceMatrices.MultiplyAddEach(
                        x.AsSpan(((row * columns.Length) + column) * channels, channels),
                        weights.Slice(tap * channels, channels),
                        result.AsSpan(position * channels, channels));
                }
            }
        }

        return result;
    }

    private static void FinishAll(IntegerWeightedLayer layer, long[] result)
    {
        int channels = layer.Output.Channels;
        for (int start = 0; start < result.Length; start += channels)
        {
            ReferenceMatrices.Finish(layer, result.AsSpan(start, channels));
        }
    }
}
