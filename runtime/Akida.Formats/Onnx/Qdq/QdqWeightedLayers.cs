using Akida.Integers;

namespace Akida.Formats.Onnx.Qdq;

/// <summary>
/// Convolutions and matrix products: integer weights behind a DequantizeLinear, whose scales hold those of the quantiser that follows.
/// </summary>
internal static class QdqWeightedLayers
{
    /// <summary>Adds a layer's operators.</summary>
    /// <returns>The unit of the accumulators.</returns>
    public static double[] Add(OnnxLayer onnx, IntegerWeightedLayer layer, QdqUnits units)
    {
        int channels = layer.Output.Shape.Channels;
        double[] wanted = units.Wanted(layer);
        double[] unit = [.. Enumerable.Range(0, channels).Select(channel => QdqUnits.At(wanted, channel))];
        OnnxBuilder builder = onnx.Builder;
        sbyte[] weights = layer.Weights.ToArray();
        switch (layer)
        {
            case IntegerConv2D conv:
                Conv2D(onnx, conv, Scales(units.Aligned(layer.Inputs[0])), unit, units.Aligned(layer.Inputs[0]));
                break;
            case IntegerDepthwiseConv2D conv:
                double[] input = units.Of(layer.Inputs[0]);
                string depthwise = Depthwise(
                    builder,
                    conv,
                    weights,
                    layer.WeightBits,
                    [.. unit.Select((item, channel) => item / QdqUnits.At(input, channel))]
                );
                Convolve(onnx, conv, onnx.Input(Layout.ChannelsFirst), depthwise, Pads(conv), channels, Bias());
                break;
            case IntegerSeparableConv2D conv:
                string first = Depthwise(builder, conv, conv.DepthwiseWeights.ToArray(), conv.DepthwiseWeightBits, [1]);
                string between = builder.Node(
                    "Conv",
                    [onnx.Input(Layout.ChannelsFirst), first],
                    Attributes(conv, Pads(conv), conv.InputShape.Channels)
                );
                TensorShape pointwise = new(1, 1, conv.InputShape.Channels, channels);
                string second = Kernel(
                    builder,
                    weights,
                    layer.WeightBits,
                    pointwise,
                    [3, 2, 0, 1],
                    0,
                    Scales(units.Aligned(layer.Inputs[0]))
                );
                onnx.Output(Layout.ChannelsFirst, builder.Node("Conv", [between, second, .. Bias()]));
                break;
            case IntegerConv2DTranspose conv:
                TensorShape transposed = new(conv.KernelSize.Height, conv.KernelSize.Width, conv.InputShape.Channels, channels);
                string kernel = Kernel(
                    builder,
                    weights,
                    layer.WeightBits,
                    transposed,
                    [2, 3, 0, 1],
                    1,
                    Scales(units.Aligned(layer.Inputs[0]))
                );
                OnnxTransposed.Convolve(onnx, conv.KernelSize, conv.Strides, conv.Padding, kernel, 1, Bias());
                break;
            case IntegerDepthwiseConv2DTranspose conv:
                double aligned = units.Aligned(layer.Inputs[0]);
                string each = Depthwise(builder, conv, weights, layer.WeightBits, [.. unit.Select(item => item / aligned)]);
                OnnxTransposed.Convolve(onnx, conv.KernelSize, conv.Strides, conv.Padding, each, channels, Bias());
                break;
            case IntegerDense dense:
                string matrix = Kernel(
                    builder,
                    weights,
                    layer.WeightBits,
                    new(weights.Length / channels, channels),
                    [0, 1],
                    1,
                    Scales(units.Aligned(layer.Inputs[0]))
                );
                AddBias(onnx, Layout.ChannelsLast, builder.Node("MatMul", [onnx.Input(Layout.ChannelsLast), matrix]), Bias());
                break;
            case IntegerBufferTempConv conv:
                TensorShape frames = new(1, 1, weights.Length / channels, channels);
                string overTime = Kernel(
                    builder,
                    weights,
                    layer.WeightBits,
                    frames,
                    [3, 2, 0, 1],
                    0,
                    Scales(units.Aligned(layer.Inputs[0]))
                );
                onnx.Output(Layout.ChannelsFirst, builder.Node("Conv", [OnnxTemporal.Remember(onnx, conv.Frames), overTime, .. Bias()]));
                break;
            case IntegerDepthwiseBufferTempConv conv:
                string eachOverTime = Kernel(
                    builder,
                    weights,
                    layer.WeightBits,
                    new(conv.Frames, channels, 1, 1),
                    [0, 1, 2, 3],
                    1,
                    Scales(units.Aligned(layer.Inputs[0]))
                );
                string sum = OnnxTemporal.WeightedSum(onnx, conv.Frames, eachOverTime);
                string[] bias = [.. Bias()];
                onnx.Output(
                    Layout.ChannelsFirst,
                    bias is [var one] ? builder.Node("Add", [sum, builder.Node("Reshape", [one, builder.Constant([channels, 1, 1])])]) : sum
                );
                break;
            default:
                throw new GraphException($"{onnx.Node.Operation.ClassName} cannot be exported to ONNX");
        }

        return unit;

        double[] Scales(double input) => [.. unit.Select(item => item / input)];

        IEnumerable<string> Bias() => layer.Bias is { } values ? [QdqTensors.Bias(builder, values, unit, channels)] : [];
    }

    private static void Conv2D(OnnxLayer onnx, IntegerConv2D conv, double[] scales, double[] unit, double inputUnit)
    {
        OnnxBuilder builder = onnx.Builder;
        int filters = conv.Output.Shape.Channels;
        string input = onnx.Input(Layout.ChannelsFirst);
        int[] pads = Pads(conv);
        if (conv.PaddingValue is { } padding && pads.Any(pad => pad > 0))
        {
            input = OnnxConvolutions.PadWith(onnx, input, pads, [.. padding.Values.Select(value => (float)(value * inputUnit))]);
            pads = [0, 0, 0, 0];
        }

        TensorShape shape = new(conv.KernelSize.Height, conv.KernelSize.Width, conv.InputShape.Channels, filters);
        string kernel = Kernel(builder, conv.Weights.ToArray(), conv.WeightBits, shape, [3, 2, 0, 1], 0, scales);
        Convolve(onnx, conv, input, kernel, pads, 1, conv.Bias is { } bias ? [QdqTensors.Bias(builder, bias, unit, filters)] : []);
    }

    private static void Convolve(
        OnnxLayer onnx,
        IntegerConvolution conv,
        string input,
        string kernel,
        int[] pads,
        int groups,
        IEnumerable<string> bias
    ) => onnx.Output(Layout.ChannelsFirst, onnx.Builder.Node("Conv", [input, kernel, .. bias], Attributes(conv, pads, groups)));

    private static (string Name, object Value)[] Attributes(IntegerConvolution conv, int[] pads, int groups) =>
        [("strides", new[] { conv.Strides.Height, conv.Strides.Width }), ("pads", pads), ("group", groups)];

    private static int[] Pads(IntegerConvolution conv) =>
        OnnxPooling.Pads(
            conv.InputShape,
            [conv.KernelSize.Height, conv.KernelSize.Width],
            [conv.Strides.Height, conv.Strides.Width],
            conv.Padding
        );

    private static string Depthwise(OnnxBuilder builder, IntegerConvolution conv, sbyte[] weights, int bits, double[] scales) =>
        Kernel(
            builder,
            weights,
            bits,
            new(conv.KernelSize.Height, conv.KernelSize.Width, conv.InputShape.Channels, 1),
            [2, 3, 0, 1],
            0,
            scales
        );

    private static string Kernel(OnnxBuilder builder, sbyte[] weights, int bits, TensorShape shape, int[] order, int axis, double[] scales)
    {
        sbyte[] ordered = Permutation.Apply<sbyte>(weights, shape, order);
        return QdqTensors.Weights(builder, ordered, bits, TensorShape.Of(order.Select(from => shape[from])), axis, scales);
    }

    private static void AddBias(OnnxLayer onnx, Layout layout, string product, IEnumerable<string> bias) =>
        onnx.Output(layout, bias.ToArray() is [var one] ? onnx.Builder.Node("Add", [product, one]) : product);
}
