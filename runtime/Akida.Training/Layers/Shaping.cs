using Akida.Graph.Operations;

namespace Akida.Training.Layers;

/// <summary>Layers that only move values, on batches in torch's layout.</summary>
internal static class Shaping
{
    /// <summary>Another shape (without batch, as Keras has it) for the same values.</summary>
    public static TorchTensor Reshape(TorchTensor x, TensorShape shape) =>
        Layout.ToTorch(Layout.ToKeras(x).reshape([x.shape[0], .. shape.Dimensions.Select(size => (long)size)]));

    /// <summary>Another order of the dimensions: for each output dimension the input dimension, counted from 1.</summary>
    public static TorchTensor Permute(TorchTensor x, IEnumerable<int> order) =>
        Layout.ToTorch(Layout.ToKeras(x).permute([0, .. order.Select(dimension => (long)dimension)]));

    /// <summary>Zeros before and after, given from the last axis of torch's layout on.</summary>
    public static TorchTensor Pad(TorchTensor x, params (int Before, int After)[] axes) =>
        Functional.pad(x, [.. axes.SelectMany(axis => new long[] { axis.Before, axis.After })]);

    /// <summary>The <c>same</c> padding of a map with a value for each channel, or one.</summary>
    public static TorchTensor PadSame(TorchTensor x, Size2D kernel, Size2D strides, TorchTensor value)
    {
        (int top, int bottom, int left, int right) = Poolings.SamePadding(x, kernel.Height, kernel.Width, strides);
        return Functional.pad(x - value, [left, right, top, bottom]) + value;
    }

    public static TorchTensor Crop(TorchTensor x, (int Before, int After) rows, (int Before, int After) columns) =>
        x.narrow(2, rows.Before, x.shape[2] - rows.Before - rows.After)
            .narrow(3, columns.Before, x.shape[3] - columns.Before - columns.After);

    /// <exception cref="GraphException">The interpolation is neither nearest nor bilinear.</exception>
    public static TorchTensor UpSample(TorchTensor x, UpSampling2D up) =>
        up.Interpolation switch
        {
            "nearest" => x.repeat_interleave(up.Size.Height, 2).repeat_interleave(up.Size.Width, 3),
            "bilinear" => Functional.interpolate(
                x,
                [x.shape[2] * up.Size.Height, x.shape[3] * up.Size.Width],
                mode: torch.InterpolationMode.Bilinear,
                align_corners: false
            ),
            _ => throw new GraphException($"interpolation is {up.Interpolation}, must be nearest or bilinear", setting: "interpolation"),
        };
}
