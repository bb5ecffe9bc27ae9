using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Pooling and its inverse.</summary>
internal static class OnnxPooling
{
    public static void Pool(OnnxLayer layer, Pooling2D pooling, string operation) =>
        Pool(
            layer,
            operation,
            [pooling.PoolSize.Height, pooling.PoolSize.Width],
            [pooling.EffectiveStrides.Height, pooling.EffectiveStrides.Width],
            pooling.Padding
        );

    public static void Average3D(OnnxLayer layer, AveragePooling3D pooling)
    {
        Size3D strides = pooling.Strides ?? pooling.PoolSize;
        int[] size = [pooling.PoolSize.Time, pooling.PoolSize.Height, pooling.PoolSize.Width];
        Pool(layer, "AveragePool", size, [strides.Time, strides.Height, strides.Width], pooling.Padding);
    }

    public static void GlobalAverage(OnnxLayer layer, GlobalAveragePooling2D pooling)
    {
        int[] axes = layer.InputLayout == Layout.ChannelsFirst ? [2, 3] : [1, 2];
        string mean = layer.Builder.Node(
            "ReduceMean",
            layer.Input(layer.InputLayout),
            ("axes", axes),
            ("keepdims", pooling.KeepDims ? 1 : 0)
        );
        layer.Output(pooling.KeepDims ? layer.InputLayout : Layout.ChannelsLast, mean);
    }

    public static void UpSampling(OnnxLayer layer, UpSampling2D sampling)
    {
        bool nearest = sampling.Interpolation == "nearest";
        if (!nearest && sampling.Interpolation != "bilinear")
        {
            throw new GraphException(
                $"interpolation is '{sampling.Interpolation}', must be 'nearest' or 'bilinear'",
                setting: "interpolation"
            );
        }

        Tensor scales = new(new TensorShape(4), [1, 1, sampling.Size.Height, sampling.Size.Width]);
        string resized = layer.Builder.Node(
            "Resize",
            [layer.Input(Layout.ChannelsFirst), "", layer.Builder.Constant(scales)],
            ("mode", nearest ? "nearest" : "linear"),
            ("coordinate_transformation_mode", nearest ? "asymmetric" : "half_pixel"),
            ("nearest_mode", "floor")
        );
        layer.Output(Layout.ChannelsFirst, resized);
    }

    /// <summary>The paddings of a window in space (and time): all starts, then all ends.</summary>
    public static int[] Pads(TensorShape input, int[] size, int[] strides, Padding padding)
    {
        if (padding == Padding.Valid)
        {
            return new int[2 * size.Length];
        }

        (int Before, int After)[] pads = [.. size.Select((length, axis) => Windows.SamePadding(input[axis], length, strides[axis]))];
        return [.. pads.Select(pad => pad.Before), .. pads.Select(pad => pad.After)];
    }

    private static void Pool(OnnxLayer layer, string operation, int[] size, int[] strides, Padding padding) =>
        layer.Output(
            Layout.ChannelsFirst,
            layer.Builder.Node(
                operation,
                layer.Input(Layout.ChannelsFirst),
                ("kernel_shape", size),
                ("strides", strides),
                ("pads", Pads(layer.InputShape, size, strides, padding))
            )
        );
}
