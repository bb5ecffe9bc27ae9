using Akida.Graph.Operations;

namespace Akida.Integers.Arithmetic;

/// <summary>Integers of the two-dimensional convolutions.</summary>
internal static class ConvolutionIntegers
{
    public static IntegerLayer Conv2D(LayerContext layer, Conv2D conv)
    {
        RequirePlain(conv);
        layer.RequireOneScale();
        int bits = layer.WeightBits(layer.Config.WeightQuantizer, "weight_quantizer");
        (sbyte[] weights, float[] scales) = WeightQuantizer.Quantize(layer.Weight("kernel"), conv.Filters, bits);
        ValueFormat accumulator = layer.Accumulator(layer.ConvolutionValueBits, layer.ScaledBy(scales));
        AlignedValues? padding = null;
        if (conv.PaddingValue is { } values)
        {
            ValueFormat aligned = layer.Input.HasOneFracBits
                ? layer.Input
                : layer.Input with
                {
                    ValueBits = layer.ConvolutionValueBits,
                    FracBits = [layer.Input.MaxFracBits],
                };
            padding = AlignedQuantizer.Align(values.AsSpan(), bits, true, aligned);
        }

        (Requantization? requantization, ValueFormat output) = layer.Quantize(accumulator);
        return new IntegerConv2D(layer.Name, layer.Node.Inputs, output)
        {
            Weights = new(weights),
            WeightBits = bits,
            BufferValueBits = layer.ConvolutionValueBits,
            InputShifts = layer.InputShifts(),
            Bias = layer.Bias(accumulator),
            Requantization = requantization,
            InputShape = layer.Input.Shape,
            KernelSize = conv.KernelSize,
            Strides = conv.Strides,
            Padding = padding is null ? conv.Padding : Padding.Same,
            PaddingValue = padding,
        };
    }

    public static IntegerLayer DepthwiseConv2D(LayerContext layer, DepthwiseConv2D conv)
    {
        RequirePlain(conv, conv.DepthMultiplier);
        int bits = layer.WeightBits(layer.Config.WeightQuantizer, "weight_quantizer");
        (sbyte[] weights, float[] scales) = WeightQuantizer.Quantize(layer.Weight("depthwise_kernel"), layer.Shape.Channels, bits);
        ValueFormat accumulator = layer.Accumulator(layer.ConvolutionValueBits, layer.ScaledBy(scales)) with
        {
            FracBits = layer.Input.FracBits,
        };
        (Requantization? requantization, ValueFormat output) = layer.Quantize(accumulator);
        return new IntegerDepthwiseConv2D(layer.Name, layer.Node.Inputs, output)
        {
            Weights = new(weights),
            WeightBits = bits,
            BufferValueBits = layer.ConvolutionValueBits,
            Bias = layer.Bias(accumulator),
            Requantization = requantization,
            InputShape = layer.Input.Shape,
            KernelSize = conv.KernelSize,
            Strides = conv.Strides,
            Padding = conv.Padding,
        };
    }

    public static IntegerLayer SeparableConv2D(LayerContext layer, SeparableConv2D conv)
    {
        RequirePlain(conv, conv.DepthMultiplier);
        layer.RequireOneScale();
        int depthwiseBits = layer.WeightBits(layer.Config.DepthwiseWeightQuantizer, "dw_weight_quantizer");
        int pointwiseBits = layer.WeightBits(layer.Config.PointwiseWeightQuantizer, "pw_weight_quantizer");
        (sbyte[] depthwise, float[] depthwiseScale) = WeightQuantizer.Quantize(layer.Weight("depthwise_kernel"), 1, depthwiseBits);
        (sbyte[] pointwise, float[] scales) = WeightQuantizer.Quantize(layer.Weight("pointwise_kernel"), conv.Filters, pointwiseBits);
        float first = layer.ScaledBy(depthwiseScale)[0];
        int valueBits = layer.BufferBits - 1;
        ValueFormat accumulator = layer.Accumulator(valueBits, new EquatableArray<float>(Array.ConvertAll(scales, scale => first * scale)));
        (Requantization? requantization, ValueFormat output) = layer.Quantize(accumulator);
        return new IntegerSeparableConv2D(layer.Name, layer.Node.Inputs, output)
        {
            DepthwiseWeights = new(depthwise),
            DepthwiseWeightBits = depthwiseBits,
            Weights = new(pointwise),
            WeightBits = pointwiseBits,
            BufferValueBits = valueBits,
            InputShifts = layer.InputShifts(),
            Bias = layer.Bias(accumulator),
            Requantization = requantization,
            InputShape = layer.Input.Shape,
            KernelSize = conv.KernelSize,
            Strides = conv.Strides,
            Padding = conv.Padding,
        };
    }

    public static IntegerLayer Conv2DTranspose(LayerContext layer, Conv2DTranspose conv)
    {
        RequirePlain(conv);
        layer.RequireOneScale();
        int bits = layer.WeightBits(layer.Config.WeightQuantizer, "weight_quantizer");
        float[] kernel = FiltersLast(layer.Weight("kernel"), conv.Filters, layer.Input.Shape.Channels);
        (sbyte[] weights, float[] scales) = WeightQuantizer.Quantize(kernel, conv.Filters, bits);
        ValueFormat accumulator = layer.Accumulator(layer.ConvolutionValueBits, layer.ScaledBy(scales));
        (Requantization? requantization, ValueFormat output) = layer.Quantize(accumulator);
        return new IntegerConv2DTranspose(layer.Name, layer.Node.Inputs, output)
        {
            Weights = new(weights),
            WeightBits = bits,
            BufferValueBits = layer.ConvolutionValueBits,
            InputShifts = layer.InputShifts(),
            Bias = layer.Bias(accumulator),
            Requantization = requantization,
            InputShape = layer.Input.Shape,
            KernelSize = conv.KernelSize,
            Strides = conv.Strides,
            Padding = conv.Padding,
        };
    }

    public static IntegerLayer DepthwiseConv2DTranspose(LayerContext layer, DepthwiseConv2DTranspose conv)
    {
        RequirePlain(conv, conv.DepthMultiplier);
        layer.RequireOneScale();
        int bits = layer.WeightBits(layer.Config.WeightQuantizer, "weight_quantizer");
        (sbyte[] weights, float[] scale) = WeightQuantizer.Quantize(layer.Weight("depthwise_kernel"), 1, bits);
        ValueFormat accumulator = layer.Accumulator(layer.ConvolutionValueBits, layer.ScaledBy(scale), hasScalesByChannel: false);
        (Requantization? requantization, ValueFormat output) = layer.Quantize(accumulator);
        return new IntegerDepthwiseConv2DTranspose(layer.Name, layer.Node.Inputs, output)
        {
            Weights = new(weights),
            WeightBits = bits,
            BufferValueBits = layer.ConvolutionValueBits,
            InputShifts = layer.InputShifts(),
            Bias = layer.Bias(accumulator),
            Requantization = requantization,
            InputShape = layer.Input.Shape,
            KernelSize = conv.KernelSize,
            Strides = conv.Strides,
            Padding = conv.Padding,
        };
    }

    private static void RequirePlain(Convolution2D conv, int depthMultiplier = 1)
    {
        if (conv.DilationRate != Size2D.One)
        {
            throw new GraphException($"dilation_rate is {conv.DilationRate}, must be 1×1", setting: "dilation_rate");
        }

        if (conv.Groups != 1)
        {
            throw new GraphException($"groups is {conv.Groups}, must be 1", setting: "groups");
        }

        if (depthMultiplier != 1)
        {
            throw new GraphException($"depth_multiplier is {depthMultiplier}, must be 1", setting: "depth_multiplier");
        }

        if (conv.Activation != "linear")
        {
            throw new GraphException($"activation is {conv.Activation}, must be linear in a quantised layer", setting: "activation");
        }
    }

    /// <summary>From Keras's <c>h×w×filters×C</c> to <c>h×w×C×filters</c>.</summary>
    private static float[] FiltersLast(ReadOnlySpan<float> kernel, int filters, int channels)
    {
        float[] result = new float[kernel.Length];
        int plane = filters * channels;
        for (int tap = 0; tap < kernel.Length; tap += plane)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    result[tap + (channel * filters) + filter] = kernel[tap + (filter * channels) + channel];
                }
            }
        }

        return result;
    }
}
