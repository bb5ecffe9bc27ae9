namespace Akida.Graph;

/// <summary>The arithmetic of sliding windows, as TensorFlow defines it. The one home of padding and output sizes.</summary>
public static class Windows
{
    /// <summary>
    /// The output length of a window of <paramref name="kernel"/> sliding by <paramref name="stride"/> over <paramref name="length"/>.
    /// </summary>
    /// <exception cref="GraphException">The window does not fit; <paramref name="setting"/> is what it is called.</exception>
    public static int OutputLength(int length, int kernel, int stride, int dilation, Padding padding, string setting = "kernel_size")
    {
        RequireInRange(kernel, stride, setting);
        if (dilation < 1)
        {
            throw new GraphException($"dilation rate {dilation} must be at least 1", setting: "dilation_rate");
        }

        int extent = ((kernel - 1) * dilation) + 1;
        int output =
            padding == Padding.Same ? ((length - 1) / stride) + 1
            : length < extent ? 0
            : ((length - extent) / stride) + 1;
        return output > 0
            ? output
            : throw new GraphException($"a window of {extent} does not fit into {length} without padding", setting: setting);
    }

    /// <summary>How much <c>same</c> padding adds before and after.</summary>
    public static (int Before, int After) SamePadding(int length, int kernel, int stride)
    {
        int total = Math.Max(kernel - (length - (((length - 1) / stride) * stride)), 0);
        return (total / 2, total - (total / 2));
    }

    /// <summary>The output length of a transposed convolution.</summary>
    public static int TransposedLength(int length, int kernel, int stride, Padding padding) =>
        padding == Padding.Same ? length * stride : (length * stride) + Math.Max(kernel - stride, 0);

    /// <summary>How much of a transposed convolution's full result is cropped at the start.</summary>
    public static int TransposedCrop(int kernel, int stride, Padding padding) =>
        padding == Padding.Same ? Math.Max(kernel - stride, 0) / 2 : 0;

    internal static TensorShape TransposedMap(TensorShape input, Size2D kernel, Size2D strides, Padding padding, int filters)
    {
        RequireMap(input);
        RequireInRange(kernel.Height, strides.Height, "kernel_size");
        RequireInRange(kernel.Width, strides.Width, "kernel_size");
        return new TensorShape(
            TransposedLength(input[0], kernel.Height, strides.Height, padding),
            TransposedLength(input[1], kernel.Width, strides.Width, padding),
            filters
        );
    }

    private static void RequireInRange(int kernel, int stride, string setting)
    {
        if (kernel < 1)
        {
            throw new GraphException($"{setting.Replace('_', ' ')} {kernel} must be at least 1", setting: setting);
        }

        if (kernel > ModelLimits.Window)
        {
            throw new GraphException($"{setting.Replace('_', ' ')} {kernel} must be at most {ModelLimits.Window}", setting: setting);
        }

        if (stride < 1)
        {
            throw new GraphException($"stride {stride} must be at least 1", setting: "strides");
        }

        if (stride > ModelLimits.Window)
        {
            throw new GraphException($"stride {stride} must be at most {ModelLimits.Window}", setting: "strides");
        }
    }

    internal static void RequireMap(TensorShape input)
    {
        if (input.Rank != 3)
        {
            throw new GraphException($"input is {input}, must be height×width×channels");
        }
    }

    internal static void RequireClip(TensorShape input)
    {
        if (input.Rank != 4)
        {
            throw new GraphException($"input is {input}, must be time×height×width×channels");
        }
    }
}
