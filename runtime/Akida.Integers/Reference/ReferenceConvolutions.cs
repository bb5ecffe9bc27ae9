namespace Akida.Integers.Reference;

/// <summary>The sums of convolutions over maps, in 64-bit integers, on inputs whose channels are aligned.</summary>
internal static class ReferenceConvolutions
{
    public static void Conv2D(IntegerConv2D layer, ReadOnlySpan<long> x, Span<long> result)
    {
        result.Clear();
        int channels = layer.InputShape.Channels,
            filters = layer.Output.Channels;
        SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        for (int position = 0; position < rows.Outputs * columns.Outputs; position++)
        {
            int top = rows.Start(position / columns.Outputs),
                left = columns.Start(position % columns.Outputs);
            Span<long> output = result.Slice(position * filters, filters);
            for (int tap = 0; tap < rows.Kernel * columns.Kernel; tap++)
            {
                int row = top + (tap / columns.Kernel),
                    column = left + (tap % columns.Kernel);
                ReadOnlySpan<sbyte> weights = layer.Weights.AsSpan().Slice(tap * channels * filters, channels * filters);
                if (rows.IsInside(row) && columns.IsInside(column))
                {
                    ReferenceMatrices.MultiplyAdd(x.Slice(((row * columns.Length) + column) * channels, channels), weights, output);
                }
                else if (layer.PaddingValue is { } padding)
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        ReferenceMatrices.MultiplyAdd([padding.ValueOf(channel)], weights.Slice(channel * filters, filters), output);
                    }
                }
            }
        }
    }

    public static void SeparableConv2D(IntegerSeparableConv2D layer, ReadOnlySpan<long> x, Span<long> depthwise, Span<long> result)
    {
        Depthwise(layer, layer.DepthwiseWeights.AsSpan(), x, depthwise);
        for (int i = 0; i < depthwise.Length; i++)
        {
            depthwise[i] = FixedPoint.Saturate(depthwise[i], layer.BufferValueBits);
        }

        ReferenceMatrices.Multiply(layer.Weights.AsSpan(), depthwise, layer.Output.Channels, result);
    }

    /// <summary>The depthwise sums; cells outside the map count as 0.</summary>
    public static void Depthwise(IntegerConvolution layer, ReadOnlySpan<sbyte> weights, ReadOnlySpan<long> x, Span<long> result)
    {
        result.Clear();
        int channels = layer.InputShape.Channels;
        SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        for (int position = 0; position < rows.Outputs * columns.Outputs; position++)
        {
            int top = rows.Start(position / columns.Outputs),
                left = columns.Start(position % columns.Outputs);
            for (int tap = 0; tap < rows.Kernel * columns.Kernel; tap++)
            {
                int row = top + (tap / columns.Kernel),
                    column = left + (tap % columns.Kernel);
                if (rows.IsInside(row) && columns.IsInside(column))
                {
                    ReferenceMatrices.MultiplyAddEach(
                        x.Slice(((row * columns.Length) + column) * channels, channels),
                        weights.Slice(tap * channels, channels),
                        result.Slice(position * channels, channels)
                    );
                }
            }
        }
    }

    /// <summary>The sums of a transposed convolution, of all channels or of each on its own.</summary>
    public static void Transpose(IntegerConvolution layer, ReadOnlySpan<long> x, bool isDepthwise, Span<long> result)
    {
        result.Clear();
        int channels = layer.InputShape.Channels,
            filters = layer.Output.Channels,
            tapWeights = isDepthwise ? channels : channels * filters;
        int height = layer.Output.Shape[0],
            width = layer.Output.Shape[1];
        int cropTop = Windows.TransposedCrop(layer.KernelSize.Height, layer.Strides.Height, layer.Padding);
        int cropLeft = Windows.TransposedCrop(layer.KernelSize.Width, layer.Strides.Width, layer.Padding);
        for (int position = 0; position < x.Length / channels; position++)
        {
            int top = ((position / layer.InputShape[1]) * layer.Strides.Height) - cropTop;
            int left = ((position % layer.InputShape[1]) * layer.Strides.Width) - cropLeft;
            ReadOnlySpan<long> cell = x.Slice(position * channels, channels);
            for (int tap = 0; tap < layer.KernelSize.Height * layer.KernelSize.Width; tap++)
            {
                int row = top + (tap / layer.KernelSize.Width),
                    column = left + (tap % layer.KernelSize.Width);
                if (row >= 0 && row < height && column >= 0 && column < width)
                {
                    ReadOnlySpan<sbyte> weights = layer.Weights.AsSpan().Slice(tap * tapWeights, tapWeights);
                    Span<long> output = result.Slice(((row * width) + column) * filters, filters);
                    if (isDepthwise)
                    {
                        ReferenceMatrices.MultiplyAddEach(cell, weights, output);
                    }
                    else
                    {
                        ReferenceMatrices.MultiplyAdd(cell, weights, output);
                    }
                }
            }
        }
    }
}
