using Akida.Integers;

namespace Akida.Simulator.Planning;

/// <summary>
/// Along one axis, the outputs of a transposed convolution that are <c>stride</c> apart: they form a plain convolution of stride 1 with
/// some of the taps, in reverse order.
/// </summary>
/// <param name="First">The first output.</param>
/// <param name="Stride">From one output to the next.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="Taps">The number of taps.</param>
/// <param name="FirstTap">The tap that meets the last of the cells.</param>
/// <param name="LastCell">The last cell that the first output meets.</param>
internal readonly record struct TransposedPhase(int First, int Stride, int Outputs, int Taps, int FirstTap, int LastCell)
{
    public static TransposedPhase Create(IntegerConvolution layer, int axis, int phase)
    {
        int kernel = axis == 0 ? layer.KernelSize.Height : layer.KernelSize.Width;
        int stride = axis == 0 ? layer.Strides.Height : layer.Strides.Width;
        int crop = Windows.TransposedCrop(kernel, stride, layer.Padding);
        int firstTap = (phase + crop) % stride;
        int length = layer.Output.Shape[axis];
        return new TransposedPhase(
            phase,
            stride,
            phase < length ? ((length - 1 - phase) / stride) + 1 : 0,
            firstTap < kernel ? ((kernel - 1 - firstTap) / stride) + 1 : 0,
            firstTap,
            (phase + crop) / stride
        );
    }

    /// <summary>The first cell that an output meets.</summary>
    public int FirstCell(int output) => LastCell + output - Math.Max(Taps - 1, 0);

    /// <summary>The kernel's tap for the cell <paramref name="index"/> after the first.</summary>
    public int Tap(int index) => FirstTap + ((Taps - 1 - index) * Stride);
}
