namespace Akida.Graph;

/// <summary>A window that slides along one axis of a map.</summary>
/// <param name="Length">The axis's length.</param>
/// <param name="Kernel">The window's length.</param>
/// <param name="Stride">How far it moves from one output to the next.</param>
/// <param name="Before">How many cells of padding come before the axis.</param>
/// <param name="Outputs">The number of outputs.</param>
public readonly record struct SlidingWindow(int Length, int Kernel, int Stride, int Before, int Outputs)
{
    public static SlidingWindow Rows(TensorShape map, Size2D kernel, Size2D strides, Padding padding) =>
        Create(map[0], kernel.Height, strides.Height, padding);

    public static SlidingWindow Columns(TensorShape map, Size2D kernel, Size2D strides, Padding padding) =>
        Create(map[1], kernel.Width, strides.Width, padding);

    /// <summary>The position of the window's first cell; negative in the padding.</summary>
    public int Start(int output) => (output * Stride) - Before;

    /// <summary>Whether a position lies on the axis.</summary>
    public bool IsInside(int position) => position >= 0 && position < Length;

    private static SlidingWindow Create(int length, int kernel, int stride, Padding padding) =>
        new(
            length,
            kernel,
            stride,
            padding == Padding.Same ? Windows.SamePadding(length, kernel, stride).Before : 0,
            Windows.OutputLength(length, kernel, stride, 1, padding)
        );
}
