using Akida.Training.Layers.Managed;

namespace Akida.Training.Layers;

/// <summary>Convolutions as TensorFlow computes them, on batches in torch's layout and kernels in the layout of Keras.</summary>
internal static class Convolutions
{
    public static TorchTensor Conv2D(
        TorchTensor x,
        TorchTensor kernel,
        Size2D strides,
        Padding padding,
        Size2D dilation,
        int groups = 1,
        TorchTensor? bias = null
    ) =>
        groups == 1 && dilation == Size2D.One && ManagedConvolution.Takes(x)
            ? ManagedConvolution.Apply(x, kernel, strides, padding, bias)
            : AddBias(DirectConv2D(x, kernel, strides, padding, dilation, groups), bias);

    /// <summary>The same by torch's own convolution in every case.</summary>
    public static TorchTensor DirectConv2D(
        TorchTensor x,
        TorchTensor kernel,
        Size2D strides,
        Padding padding,
        Size2D dilation,
        int groups = 1
    ) => Convolve2D(x, Layout.Kernel(kernel), strides, padding, dilation, groups);

    public static TorchTensor DepthwiseConv2D(TorchTensor x, TorchTensor kernel, Size2D strides, Padding padding, Size2D dilation) =>
        Convolve2D(x, Layout.DepthwiseKernel(kernel), strides, padding, dilation, checked((int)x.shape[1]));

    /// <summary>A convolution whose kernel is <c>h × w × out × in</c>.</summary>
    public static TorchTensor Conv2DTranspose(TorchTensor x, TorchTensor kernel, Size2D strides, Padding padding) =>
        Transpose(x, kernel.permute(3, 2, 0, 1).contiguous(), strides, padding, 1);

    public static TorchTensor DepthwiseConv2DTranspose(TorchTensor x, TorchTensor kernel, Size2D strides, Padding padding) =>
        Transpose(x, Layout.DepthwiseKernel(kernel), strides, padding, x.shape[1]);

    public static TorchTensor Conv3D(TorchTensor x, TorchTensor kernel, Size3D strides, Padding padding, int groups)
    {
        if (padding == Padding.Same)
        {
            (int front, int back) = Windows.SamePadding((int)x.shape[2], (int)kernel.shape[0], strides.Time);
            (int top, int bottom) = Windows.SamePadding((int)x.shape[3], (int)kernel.shape[1], strides.Height);
            (int left, int right) = Windows.SamePadding((int)x.shape[4], (int)kernel.shape[2], strides.Width);
            x = Functional.pad(x, [left, right, top, bottom, front, back]);
        }

        return Functional.conv3d(x, Layout.Kernel(kernel), strides: [strides.Time, strides.Height, strides.Width], groups: groups);
    }

    /// <summary>A matrix product over the channels; the kernel is <c>in × out</c>.</summary>
    public static TorchTensor Dense(TorchTensor x, TorchTensor kernel, TorchTensor? bias = null) =>
        x.dim() == 2 && ManagedConvolution.Takes(x)
            ? ManagedConvolution.Dense(x, kernel, bias)
            : AddBias(x.dim() <= 2 ? x.matmul(kernel) : Layout.ToTorch(Layout.ToKeras(x).matmul(kernel)), bias);

    /// <summary>Adds one value per channel.</summary>
    public static TorchTensor AddBias(TorchTensor x, TorchTensor? bias) => bias is null ? x : x + Layout.PerChannel(bias, x.dim());

    private static TorchTensor Convolve2D(TorchTensor x, TorchTensor kernel, Size2D strides, Padding padding, Size2D dilation, int groups)
    {
        (int top, int bottom, int left, int right) =
            padding == Padding.Same
                ? Poolings.SamePadding(x, Extent(kernel.shape[2], dilation.Height), Extent(kernel.shape[3], dilation.Width), strides)
                : default;
        if (top != bottom || left != right)
        {
            x = Functional.pad(x, [left, right, top, bottom]);
            (top, left) = (0, 0);
        }

        return Functional.conv2d(
            x,
            kernel,
            strides: [strides.Height, strides.Width],
            padding: [top, left],
            dilation: [dilation.Height, dilation.Width],
            groups: groups
        );
    }

    private static int Extent(long kernel, int dilation) => checked((((int)kernel - 1) * dilation) + 1);

    private static TorchTensor Transpose(TorchTensor x, TorchTensor kernel, Size2D strides, Padding padding, long groups)
    {
        TorchTensor full = Functional.conv_transpose2d(x, kernel, strides: [strides.Height, strides.Width], groups: groups);
        full = Cut(full, 2, (int)x.shape[2], (int)kernel.shape[2], strides.Height, padding);
        return Cut(full, 3, (int)x.shape[3], (int)kernel.shape[3], strides.Width, padding);
    }

    /// <summary>
    /// Crops a full transposed convolution along one axis, or adds zeros behind where the kernel is smaller than the stride.
    /// </summary>
    private static TorchTensor Cut(TorchTensor full, int axis, int input, int kernel, int stride, Padding padding)
    {
        long length = Windows.TransposedLength(input, kernel, stride, padding);
        long start = Windows.TransposedCrop(kernel, stride, padding);
        long missing = start + length - full.shape[axis];
        if (missing > 0)
        {
            full = Functional.pad(full, axis == 2 ? [0, 0, 0, missing] : [0, missing]);
        }

        return full.narrow(axis, start, length);
    }
}
