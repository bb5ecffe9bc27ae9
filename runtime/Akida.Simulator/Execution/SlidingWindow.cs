namespace Akida.Simulator.Execution;

/// <summary>A window that slides along one axis of a map.</summary>
/// <param name="Length">The axis's length.</param>
/// <param name="Kernel">The window's length.</param>
/// <param name="Stride">How far it moves from one output to the next.</param>
/// <param name="Before">How many cells of padding come before the axis.</param>
/// <param name="Outputs">The number of outputs.</param>
internal readonly record struct SlidingWindow(int Length, int Kernel, int Stride, int Before, int Outputs)
{
    public static SlidingWindow Rows(TensorShape map, Size2D kernel, Size2D strides, Padding padding) =>
        Create(map[0], kernel.Height, strides.Height, padding);

    public static SlidingWindow Columns(TensorShape map, Size2D kernel, Size2D strides, Padding padding) =>
        Create(map[1], kernel.Width, strides.Width, padding);

    /// <summary>The position of the window's first cell; negative in the padding.</summary>
    public int Start(int output) => (output * Stride) - Before;

    /// <summary>The cells of an output's window that lie inside the axis.</summary>
    public IEnumerable<int> Inside(int output)
    {
        int start = Start(output);
        for (int cell = Math.Max(start, 0); cell < Math.Min(start + Kernel, Length); cell++)
        {
            yield return cell;
        }
    }

    private static SlidingWindow Create(int length, int kernel, int stride, Padding padding) => new(
        length,
        kernel,
        stride,
        padding == Padding.Same ? Windows.SamePadding(length, kernel, stride).Before : 0,
        Windows.OutputLength(length, kernel, stride, 1, padding));
}
