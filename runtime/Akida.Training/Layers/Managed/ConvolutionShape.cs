namespace Akida.Training.Layers.Managed;

/// <summary>The sizes of a convolution of a batch of maps, channels last, with a kernel <c>h × w × in × out</c>.</summary>
/// <param name="Batch">Maps.</param>
/// <param name="Height">Height of a map.</param>
/// <param name="Width">Width of a map.</param>
/// <param name="Channels">Channels of a map.</param>
/// <param name="KernelHeight">Height of the window.</param>
/// <param name="KernelWidth">Width of the window.</param>
/// <param name="Filters">Channels of the output.</param>
/// <param name="Strides">The strides.</param>
/// <param name="Top">Rows of zeros above a map.</param>
/// <param name="Left">Columns of zeros left of a map.</param>
/// <param name="Rows">Rows of the output.</param>
/// <param name="Columns">Columns of the output.</param>
internal sealed record ConvolutionShape(
    int Batch,
    int Height,
    int Width,
    int Channels,
    int KernelHeight,
    int KernelWidth,
    int Filters,
    Size2D Strides,
    int Top,
    int Left,
    int Rows,
    int Columns
)
{
    /// <summary>Cells of a window times channels: how many products an output sums.</summary>
    public int WindowSize => KernelHeight * KernelWidth * Channels;

    /// <summary>Positions of the window in a map.</summary>
    public int Positions => Rows * Columns;

    /// <summary>Rows of a map that windows reach, with those of zeros.</summary>
    public int ReachedHeight => ((Rows - 1) * Strides.Height) + KernelHeight;

    /// <summary>Columns of a map that windows reach, with those of zeros.</summary>
    public int ReachedWidth => ((Columns - 1) * Strides.Width) + KernelWidth;

    /// <exception cref="ArgumentException">The window does not fit into the map.</exception>
    /// <param name="maps">Shape of the batch: maps, height, width and channels.</param>
    /// <param name="kernel">Shape of the kernel.</param>
    /// <param name="strides">The strides.</param>
    /// <param name="padding">The padding.</param>
    public static ConvolutionShape Create(long[] maps, long[] kernel, Size2D strides, Padding padding)
    {
        (int batch, int height, int width, int channels) = (Int(maps[0]), Int(maps[1]), Int(maps[2]), Int(maps[3]));
        (int kernelHeight, int kernelWidth, int filters) = (Int(kernel[0]), Int(kernel[1]), Int(kernel[3]));
        (int top, int bottom) = padding == Padding.Same ? Windows.SamePadding(height, kernelHeight, strides.Height) : default;
        (int left, int right) = padding == Padding.Same ? Windows.SamePadding(width, kernelWidth, strides.Width) : default;
        return new ConvolutionShape(
            batch,
            height,
            width,
            channels,
            kernelHeight,
            kernelWidth,
            filters,
            strides,
            top,
            left,
            Positions(height + top + bottom, kernelHeight, strides.Height),
            Positions(width + left + right, kernelWidth, strides.Width)
        );

        static int Int(long size) => checked((int)size);
        static int Positions(int size, int window, int stride) =>
            size >= window
                ? ((size - window) / stride) + 1
                : throw new ArgumentException($"a map of {size} cells is smaller than a window of {window}", nameof(maps));
    }

    /// <summary>
    /// The same computation with every cell as a map of its own, where each is a window of its own, so that work is divided between cells.
    /// </summary>
    public ConvolutionShape Divided() =>
        (KernelHeight, KernelWidth) == (1, 1) && Strides == Size2D.One
            ? this with
            {
                Batch = checked(Batch * Height * Width),
                Height = 1,
                Width = 1,
                Rows = 1,
                Columns = 1,
            }
            : this;
}
