using Akida.Training.Layers.Managed;

namespace Akida.Training.Layers;

/// <summary>Poolings as TensorFlow computes them, on batches in torch's layout.</summary>
internal static class Poolings
{
    /// <summary>The <c>same</c> padding of a map.</summary>
    public static (int Top, int Bottom, int Left, int Right) SamePadding(TorchTensor x, int height, int width, Size2D strides)
    {
        (int top, int bottom) = Windows.SamePadding((int)x.shape[2], height, strides.Height);
        (int left, int right) = Windows.SamePadding((int)x.shape[3], width, strides.Width);
        return (top, bottom, left, right);
    }

    /// <summary>The largest value of each window; the padding is less than all.</summary>
    public static TorchTensor MaxPooling2D(TorchTensor x, Size2D pool, Size2D strides, Padding padding)
    {
        (int top, int bottom, int left, int right) = padding == Padding.Same ? SamePadding(x, pool.Height, pool.Width, strides) : default;
        if ((top, bottom, left, right) != default)
        {
            x = Functional.pad(x, [left, right, top, bottom], PaddingModes.Constant, double.NegativeInfinity);
        }

        return ManagedMaxPooling.Takes(x, pool, strides)
            ? ManagedMaxPooling.Apply(x, pool)
            : Functional.max_pool2d(x, [pool.Height, pool.Width], [strides.Height, strides.Width]);
    }

    /// <summary>The mean of each window over the cells that lie inside the map.</summary>
    public static TorchTensor AveragePooling2D(TorchTensor x, Size2D pool, Size2D strides, Padding padding)
    {
        TorchTensor Average(TorchTensor map) => Functional.avg_pool2d(map, [pool.Height, pool.Width], [strides.Height, strides.Width]);

        (int top, int bottom, int left, int right) = padding == Padding.Same ? SamePadding(x, pool.Height, pool.Width, strides) : default;
        return (top, bottom, left, right) == default ? Average(x) : AverageInside(x, [left, right, top, bottom], Average);
    }

    /// <summary>The mean of each window in time and space over the cells that lie inside the clip.</summary>
    public static TorchTensor AveragePooling3D(TorchTensor x, Size3D pool, Size3D strides, Padding padding)
    {
        TorchTensor Average(TorchTensor clip) =>
            Functional.avg_pool3d(clip, [pool.Time, pool.Height, pool.Width], [strides.Time, strides.Height, strides.Width]);

        if (padding == Padding.Valid)
        {
            return Average(x);
        }

        (int front, int back) = Windows.SamePadding((int)x.shape[2], pool.Time, strides.Time);
        (int top, int bottom) = Windows.SamePadding((int)x.shape[3], pool.Height, strides.Height);
        (int left, int right) = Windows.SamePadding((int)x.shape[4], pool.Width, strides.Width);
        return AverageInside(x, [left, right, top, bottom, front, back], Average);
    }

    /// <summary>The mean over height and width.</summary>
    public static TorchTensor GlobalAveragePooling2D(TorchTensor x, bool keepDims) => x.mean([2, 3], keepDims);

    private static TorchTensor AverageInside(TorchTensor x, long[] padding, Func<TorchTensor, TorchTensor> average) =>
        average(Functional.pad(x, padding)) / average(Functional.pad(torch.ones_like(x), padding));
}
