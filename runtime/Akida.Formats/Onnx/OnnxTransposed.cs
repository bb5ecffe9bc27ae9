using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Transposed convolutions. ONNX has kernels as <c>channels×filters/groups×h×w</c>; its paddings cut the full result.</summary>
internal static class OnnxTransposed
{
    public static void Conv2D(OnnxLayer layer, Conv2DTranspose conv) => Convolve(layer, conv, layer.Weight("kernel").Permute(3, 2, 0, 1), 1);

    public static void Depthwise(OnnxLayer layer, DepthwiseConv2DTranspose conv) =>
        Convolve(layer, conv, layer.Weight("depthwise_kernel").Permute(2, 3, 0, 1), layer.InputShape.Channels);

    private static void Convolve(OnnxLayer layer, Convolution2D conv, Tensor kernel, int groups)
    {
        (int top, int bottom) = Cut(layer.InputShape[0], layer.OutputShape[0], conv.KernelSize.Height, conv.Strides.Height, conv.Padding);
        (int left, int right) = Cut(layer.InputShape[1], layer.OutputShape[1], conv.KernelSize.Width, conv.Strides.Width, conv.Padding);
        string output = layer.Builder.Node(
            "ConvTranspose",
            [layer.Input(Layout.ChannelsFirst), layer.Builder.Constant(kernel), .. OnnxConvolutions.Bias(layer)],
            ("strides", new[] { conv.Strides.Height, conv.Strides.Width }),
            ("pads", new[] { top, left, Math.Max(bottom, 0), Math.Max(right, 0) }),
            ("output_padding", new[] { Math.Max(-bottom, 0), Math.Max(-right, 0) }),
            ("group", groups));
        OnnxConvolutions.Finish(layer, output, conv.Activation);
    }

    /// <summary>What is cut from the full result at its start and its end; a negative end is what is added.</summary>
    private static (int Start, int End) Cut(int input, int output, int kernel, int stride, Padding padding)
    {
        int start = Windows.TransposedCrop(kernel, stride, padding), full = ((input - 1) * stride) + kernel;
        return (start, full - start - output);
    }
}
