using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>
/// Transposed convolutions: ONNX has kernels as <c>channels×filters/groups×h×w</c>, and cuts the full result by its paddings.
/// </summary>
internal static class ImportedTransposed
{
    public static OnnxValue ConvTranspose(OnnxNode node)
    {
        Tensor kernel = node.Constant(1, 4).ToTensor();
        string input = ImportedConvolutions.ChannelsLast(node, 2);
        TensorShape shape = node.Layers.Shape(input);
        Size2D size = new(kernel.Shape[2], kernel.Shape[3]);
        int[] strideSizes = node.Sizes("strides", [1, 1]);
        Size2D strides = new(strideSizes[0], strideSizes[1]);
        long groups = node.Integer("group", 1);
        bool depthwise = groups > 1 && groups == shape.Channels && kernel.Shape[1] == 1;
        if (kernel.Shape[0] != shape.Channels || (groups != 1 && !depthwise) || size.Height < 1 || size.Width < 1)
        {
            throw new GraphException(
                $"the kernel is {kernel.Shape} in {groups} groups, the input has {shape.Channels} channels: must be one group, or one "
                    + "for each channel"
            );
        }

        if (node.Sizes("dilations", [1, 1]).Any(dilation => dilation != 1))
        {
            throw new GraphException("is dilated, transposed convolutions must not be");
        }

        Window[] windows = Windows(node, shape, size, strides);
        Padding padding = windows.All(window => window.Is(Padding.Same)) ? Padding.Same : Padding.Valid;
        int filters = depthwise ? shape.Channels : kernel.Shape[1];
        (string, Tensor)[] bias = [.. ImportedConvolutions.Bias(node, filters)];
        string layer = depthwise
            ? node.Add(
                new DepthwiseConv2DTranspose
                {
                    KernelSize = size,
                    Strides = strides,
                    Padding = padding,
                    UseBias = bias.Length > 0,
                },
                input,
                [("depthwise_kernel", kernel.Permute(2, 3, 0, 1)), .. bias]
            )
            : node.Add(
                new Conv2DTranspose
                {
                    Filters = filters,
                    KernelSize = size,
                    Strides = strides,
                    Padding = padding,
                    UseBias = bias.Length > 0,
                },
                input,
                [("kernel", kernel.Permute(2, 3, 1, 0)), .. bias]
            );
        return ImportedConvolutions.ChannelsFirst(node, padding == Padding.Same ? layer : Crop(node, layer, windows));
    }

    private static Window[] Windows(OnnxNode node, TensorShape shape, Size2D size, Size2D strides)
    {
        if (node.Text("auto_pad", "NOTSET") is not ("NOTSET" or "VALID") || node.HasSetting("output_shape"))
        {
            throw new GraphException("its paddings must be given as pads");
        }

        int[] pads = node.Sizes("pads", [0, 0, 0, 0], least: 0),
            more = node.Sizes("output_padding", [0, 0], least: 0);
        return
        [
            new(shape[0], size.Height, strides.Height, pads[0], pads[2] - more[0]),
            new(shape[1], size.Width, strides.Width, pads[1], pads[3] - more[1]),
        ];
    }

    private static string Crop(OnnxNode node, string layer, Window[] windows)
    {
        (int Before, int After)[] cuts = [.. windows.Select(window => window.CutOfValid)];
        if (cuts.Any(cut => cut.Before < 0 || cut.After < 0))
        {
            throw new GraphException("its paddings add more than the windows reach, which no Keras layer does");
        }

        return cuts.All(cut => cut == (0, 0))
            ? layer
            : node.Layers.AddNamed(layer + "/crop", new Cropping2D { Rows = cuts[0], Columns = cuts[1] }, [layer]);
    }

    /// <summary>A window along one axis, and how much of the full result is cut (a negative end is what is added).</summary>
    private sealed record Window(int Input, int Kernel, int Stride, int Start, int End)
    {
        private long Output => ((Input - 1L) * Stride) + Kernel - Start - End;

        public (int Before, int After) CutOfValid =>
            (
                Start,
                (int)Math.Clamp(Graph.Windows.TransposedLength(Input, Kernel, Stride, Padding.Valid) - Start - Output, -1, int.MaxValue)
            );

        public bool Is(Padding padding) =>
            Start == Graph.Windows.TransposedCrop(Kernel, Stride, padding)
            && Output == Graph.Windows.TransposedLength(Input, Kernel, Stride, padding);
    }
}
