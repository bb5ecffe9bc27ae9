using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Convolutions: ONNX has kernels as <c>filters×channels/groups×space</c>.</summary>
internal static class ImportedConvolutions
{
    public static OnnxValue Conv(OnnxNode node)
    {
        ConstantValue kernel = node.Constant(1);
        return kernel.Shape.Rank switch
        {
            4 => Conv2D(node, kernel.ToTensor()),
            5 => Conv3D(node, kernel.ToTensor()),
            var rank => throw new GraphException(
                $"the kernel is {kernel.Shape}, {rank - 2}-dimensional convolutions are not supported, must be two- or three-dimensional"
            ),
        };
    }

    /// <summary>The layer whose output is a channels-first value channels last.</summary>
    public static string ChannelsLast(OnnxNode node, int space)
    {
        LayerValue input = node.Layer(0, space + 1);
        return node.Views.Arrange(input, [.. input.Axes.Skip(1), input.Axes[0]]);
    }

    /// <summary>A new channels-first view of a layer.</summary>
    public static LayerValue ChannelsFirst(OnnxNode node, string layer) => LayerValue.ChannelsFirst(layer, node.Layers.Shape(layer));

    /// <summary>The bias of a node with a kernel, as a weight.</summary>
    public static IEnumerable<(string Name, Tensor Value)> Bias(OnnxNode node, int filters) =>
        node.Has(2) ? [("bias", node.Vector(2, filters))] : [];

    private static LayerValue Conv2D(OnnxNode node, Tensor kernel)
    {
        string input = ChannelsLast(node, 2);
        TensorShape shape = node.Layers.Shape(input);
        Size2D size = new(kernel.Shape[2], kernel.Shape[3]);
        CheckKernelShape(node, size.Height, size.Width);
        int[] strides = node.Sizes("strides", [1, 1]),
            dilations = node.Sizes("dilations", [1, 1]);
        int[] extents = [((size.Height - 1) * dilations[0]) + 1, ((size.Width - 1) * dilations[1]) + 1];
        (input, Padding padding) = Pad(node, input, extents, strides);

        int filters = kernel.Shape[0],
            groups = Groups(node, shape.Channels, filters, kernel.Shape[1]);
        (string, Tensor)[] bias = [.. Bias(node, filters)];
        if (IsPointwiseHalf(node, input, kernel, strides))
        {
            return ChannelsFirst(node, Fuse(node, input, kernel, bias));
        }

        string layer =
            groups > 1 && groups == shape.Channels
                ? node.Add(
                    new DepthwiseConv2D
                    {
                        KernelSize = size,
                        Strides = new(strides[0], strides[1]),
                        DilationRate = new(dilations[0], dilations[1]),
                        Padding = padding,
                        DepthMultiplier = filters / groups,
                        UseBias = bias.Length > 0,
                    },
                    input,
                    [
                        ("depthwise_kernel", kernel.Reshape(new(groups, filters / groups, size.Height, size.Width)).Permute(2, 3, 0, 1)),
                        .. bias,
                    ]
                )
                : node.Add(
                    new Conv2D
                    {
                        Filters = filters,
                        KernelSize = size,
                        Strides = new(strides[0], strides[1]),
                        DilationRate = new(dilations[0], dilations[1]),
                        Padding = padding,
                        Groups = groups,
                        UseBias = bias.Length > 0,
                    },
                    input,
                    [("kernel", kernel.Permute(2, 3, 1, 0)), .. bias]
                );
        return ChannelsFirst(node, layer);
    }

    /// <summary>
    /// Whether a convolution and the depthwise one before it are a SeparableConv2D that was exported: the names of both nodes are that
    /// layer's.
    /// </summary>
    private static bool IsPointwiseHalf(OnnxNode node, string input, Tensor kernel, int[] strides) =>
        node.Layers[input].Operation is DepthwiseConv2D { UseBias: false }
        && node.Name == input + "/Conv_1"
        && node.Import.Uses(node.Proto.Input[0]) == 1
        && kernel.Shape[2] == 1
        && kernel.Shape[3] == 1
        && strides is [1, 1]
        && kernel.Shape[1] == node.Layers.Shape(input).Channels;

    private static string Fuse(OnnxNode node, string depthwise, Tensor kernel, (string, Tensor)[] bias)
    {
        DepthwiseConv2D first = (DepthwiseConv2D)node.Layers[depthwise].Operation;
        SeparableConv2D fused = new()
        {
            Filters = kernel.Shape[0],
            KernelSize = first.KernelSize,
            Strides = first.Strides,
            Padding = first.Padding,
            DilationRate = first.DilationRate,
            DepthMultiplier = first.DepthMultiplier,
            UseBias = bias.Length > 0,
        };
        Tensor kernelOfFirst = node.Layers.Weight(depthwise, "depthwise_kernel");
        node.Layers.Replace(
            depthwise,
            fused,
            [("depthwise_kernel", kernelOfFirst), ("pointwise_kernel", kernel.Permute(2, 3, 1, 0)), .. bias]
        );
        return depthwise;
    }

    private static LayerValue Conv3D(OnnxNode node, Tensor kernel)
    {
        string input = ChannelsLast(node, 3);
        TensorShape shape = node.Layers.Shape(input);
        int[] size = [kernel.Shape[2], kernel.Shape[3], kernel.Shape[4]];
        CheckKernelShape(node, size);
        if (node.Sizes("dilations", [1, 1, 1]).Any(dilation => dilation != 1))
        {
            throw new GraphException("is dilated, three-dimensional convolutions must not be");
        }

        int[] strides = node.Sizes("strides", [1, 1, 1]);
        (input, Padding padding) = Pad(node, input, size, strides);
        int filters = kernel.Shape[0],
            groups = Groups(node, shape.Channels, filters, kernel.Shape[1]);
        (string, Tensor)[] bias = [.. Bias(node, filters)];
        Conv3D conv = new()
        {
            Filters = filters,
            KernelSize = new(size[0], size[1], size[2]),
            Strides = new(strides[0], strides[1], strides[2]),
            Padding = padding,
            Groups = groups,
            UseBias = bias.Length > 0,
        };
        return ChannelsFirst(node, node.Add(conv, input, [("kernel", kernel.Permute(2, 3, 4, 1, 0)), .. bias]));
    }

    private static (string Input, Padding Padding) Pad(OnnxNode node, string input, int[] extents, int[] strides)
    {
        EquatableArray<int> sizes = node.Layers.Shape(input).Dimensions;
        (int Before, int After)[] pads = ImportedPadding.Of(node, sizes, extents, strides);
        return ImportedPadding.AsKeras(pads, sizes, extents, strides) is { } padding
            ? (input, padding)
            : (ImportedPadding.Zeros(node, input, pads), Padding.Valid);
    }

    private static int Groups(OnnxNode node, int channels, int filters, int channelsPerGroup)
    {
        long groups = node.Integer("group", 1);
        return groups >= 1 && groups <= channels && channels % groups == 0 && filters % groups == 0 && channelsPerGroup == channels / groups
            ? (int)groups
            : throw new GraphException(
                $"the kernel has {filters} filters of {channelsPerGroup} channels, the input {channels} channels in {groups} groups"
            );
    }

    private static void CheckKernelShape(OnnxNode node, params int[] size)
    {
        if (size.Any(length => length < 1) || !node.Sizes("kernel_shape", size).SequenceEqual(size))
        {
            throw new GraphException(
                $"the kernel is {new TensorShape(size)}, kernel_shape says {new TensorShape(node.Sizes("kernel_shape", size))}"
            );
        }
    }
}
