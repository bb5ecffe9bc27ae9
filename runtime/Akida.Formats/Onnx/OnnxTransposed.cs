using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Transposed convolutions. ONNX has kernels as <c>channels×filters/groups×h×w</c>; its paddings cut the full result.</summary>
internal static class OnnxTransposed
{
    public static void Conv2D(OnnxLayer layer, Conv2DTranspose conv) =>
        Convolve(layer, conv, layer.Weight("kernel").Permute(3, 2, 0, 1), 1);

    public static void Depthwise(OnnxLayer layer, DepthwiseConv2DTranspose conv) =>
        Convolve(layer, conv, layer.Weight("depthwise_kernel").Permute(2, 3, 0, 1), layer.InputShape.Channels);

    private static void Convolve(OnnxLayer layer, Convolution2D conv, Tensor kernel, int groups)
    {
        Convolve(layer, conv.KernelSize, conv.Strides, conv.Padding, layer.Builder.Constant(kernel), groups, OnnxConvolutions.Bias(layer));
        layer.Change(
            (output, _) => OnnxActivations.Apply(layer.Builder, output, new Activation { Function = conv.Activation }, channelAxis: 1)
        );
    }

    /// <summary>Adds a transposed convolution with a kernel in the form of ONNX, and sets the layer's output.</summary>
    public static void Convolve(
        OnnxLayer layer,
        Size2D size,
        Size2D strides,
        Padding padding,
        string kernel,
        int groups,
        IEnumerable<string> bias
    )
    {
        (int top, int bottom) = Cut(layer.InputShape[0], layer.OutputShape[0], size.Height, strides.Height, padding);
        (int left, int right) = Cut(layer.InputShape[1], layer.OutputShape[1], size.Width, strides.Width, padding);
        string output = layer.Builder.Node(
            "ConvTranspose",
            [layer.Input(Layout.ChannelsFirst), kernel, .. bias],
            ("strides", new[] { strides.Height, strides.Width }),
            ("pads", new[] { top, left, Math.Max(bottom, 0), Math.Max(right, 0) }),
            ("output_padding", new[] { Math.Max(-bottom, 0), Math.Max(-right, 0) }),
            ("group", groups)
        );
        layer.Output(Layout.ChannelsFirst, output);
    }

    /// <summary>What is cut from the full result at its start and its end; a negative end is what is added.</summary>
    private static (int Start, int End) Cut(int input, int output, int kernel, int stride, Padding padding)
    {
        int start = Windows.TransposedCrop(kernel, stride, padding),
            full = ((input - 1) * stride) + kernel;
        return (start, full - start - output);
    }
}
