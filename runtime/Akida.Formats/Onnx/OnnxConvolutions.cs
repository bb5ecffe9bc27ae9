using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Convolutions. ONNX has kernels as <c>filters×channels/groups×space</c> and paddings as all starts, then all ends.</summary>
internal static class OnnxConvolutions
{
    public static void Conv2D(OnnxLayer layer, Conv2D conv)
    {
        string input = layer.Input(Layout.ChannelsFirst);
        int[] pads = Pads(layer.InputShape, conv);
        if (conv.PaddingValue is { } values && pads.Any(pad => pad > 0))
        {
            input = PadWith(layer, input, pads, values.ToArray());
            pads = [0, 0, 0, 0];
        }

        string kernel = layer.Builder.Constant(layer.Weight("kernel").Permute(3, 2, 0, 1));
        Finish(layer, Convolve(layer, conv, input, kernel, pads, conv.Groups), conv.Activation);
    }

    public static void Depthwise(OnnxLayer layer, DepthwiseConv2D conv)
    {
        string kernel = DepthwiseKernel(layer, conv.DepthMultiplier);
        string output = Convolve(
            layer,
            conv,
            layer.Input(Layout.ChannelsFirst),
            kernel,
            Pads(layer.InputShape, conv),
            layer.InputShape.Channels
        );
        Finish(layer, output, conv.Activation);
    }

    public static void Separable(OnnxLayer layer, SeparableConv2D conv)
    {
        OnnxBuilder builder = layer.Builder;
        string depthwise = builder.Node(
            "Conv",
            [layer.Input(Layout.ChannelsFirst), DepthwiseKernel(layer, conv.DepthMultiplier)],
            Attributes(conv, Pads(layer.InputShape, conv), layer.InputShape.Channels)
        );
        string kernel = builder.Constant(layer.Weight("pointwise_kernel").Permute(3, 2, 0, 1));
        Finish(layer, builder.Node("Conv", [depthwise, kernel, .. Bias(layer)]), conv.Activation);
    }

    public static void Conv3D(OnnxLayer layer, Conv3D conv)
    {
        TensorShape input = layer.InputShape;
        int[] kernel = [conv.KernelSize.Time, conv.KernelSize.Height, conv.KernelSize.Width];
        int[] strides = [conv.Strides.Time, conv.Strides.Height, conv.Strides.Width];
        int[] pads = OnnxPooling.Pads(input, kernel, strides, conv.Padding);
        string weights = layer.Builder.Constant(layer.Weight("kernel").Permute(4, 3, 0, 1, 2));
        string output = layer.Builder.Node(
            "Conv",
            [layer.Input(Layout.ChannelsFirst), weights, .. Bias(layer)],
            ("strides", strides),
            ("pads", pads),
            ("group", conv.Groups)
        );
        Finish(layer, output, conv.Activation);
    }

    /// <summary>The bias as an operator's input, if the layer has one.</summary>
    public static IEnumerable<string> Bias(OnnxLayer layer) => layer.FindWeight("bias") is { } bias ? [layer.Builder.Constant(bias)] : [];

    /// <summary>Applies the activation inside a layer and sets the layer's output.</summary>
    public static void Finish(OnnxLayer layer, string output, string activation) =>
        layer.Output(
            Layout.ChannelsFirst,
            OnnxActivations.Apply(layer.Builder, output, new Activation { Function = activation }, channelAxis: 1)
        );

    private static string Convolve(OnnxLayer layer, Convolution2D conv, string input, string kernel, int[] pads, int groups) =>
        layer.Builder.Node("Conv", [input, kernel, .. Bias(layer)], Attributes(conv, pads, groups));

    private static (string Name, object Value)[] Attributes(Convolution2D conv, int[] pads, int groups) =>
        [
            ("strides", new[] { conv.Strides.Height, conv.Strides.Width }),
            ("dilations", new[] { conv.DilationRate.Height, conv.DilationRate.Width }),
            ("pads", pads),
            ("group", groups),
        ];

    private static string DepthwiseKernel(OnnxLayer layer, int multiplier)
    {
        Tensor kernel = layer.Weight("depthwise_kernel");
        Tensor ordered = kernel.Permute(2, 3, 0, 1);
        return layer.Builder.Constant(ordered.Reshape(new TensorShape(kernel.Shape[2] * multiplier, 1, kernel.Shape[0], kernel.Shape[1])));
    }

    private static int[] Pads(TensorShape input, Convolution2D conv) =>
        OnnxPooling.Pads(
            input,
            [((conv.KernelSize.Height - 1) * conv.DilationRate.Height) + 1, ((conv.KernelSize.Width - 1) * conv.DilationRate.Width) + 1],
            [conv.Strides.Height, conv.Strides.Width],
            conv.Padding
        );

    /// <summary>Pads with values per channel: what is around <c>x - v</c> is 0.</summary>
    public static string PadWith(OnnxLayer layer, string input, int[] pads, float[] values)
    {
        OnnxBuilder builder = layer.Builder;
        string margins = builder.Constant([0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]]);
        if (values.Length == 1)
        {
            return builder.Node("Pad", [input, margins, builder.Constant(values[0])]);
        }

        string value = layer.PerChannel(Layout.ChannelsFirst, values);
        string padded = builder.Node("Pad", [builder.Node("Sub", [input, value]), margins]);
        return builder.Node("Add", [padded, value]);
    }
}
