namespace Akida.Kernels;

/// <summary>
/// A sum over taps, each channel on its own: <c>output[p][c] = map(sum over taps t of input[pixel p + tap t + c] · weights[t][c])</c>.
/// </summary>
/// <param name="Pixels">The number of output pixels.</param>
/// <param name="Taps">The number of taps.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Input">How the input is stored.</param>
/// <param name="InputBound">The largest magnitude of an input.</param>
/// <param name="Weights">The smallest storage that holds all weights.</param>
/// <param name="WeightBound">The largest magnitude of a weight.</param>
/// <param name="Window">How the taps and the pixels lie.</param>
public sealed record DepthwiseProblem(
    int Pixels,
    int Taps,
    int Channels,
    StorageKind Input,
    long InputBound,
    StorageKind Weights,
    long WeightBound,
    DepthwiseWindow Window
) : KernelProblem
{
    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Pixels * Taps * Channels;
}

/// <summary>
/// How taps and pixels lie: in each row of taps, and of output pixels, they are as far apart everywhere, counted in input pixels.
/// </summary>
/// <param name="Rows">Rows of taps.</param>
/// <param name="Columns">Taps in a row, one input pixel apart.</param>
/// <param name="Step">From the input pixel of one output pixel to that of the next in the row.</param>
/// <param name="Outputs">Output pixels in a row.</param>
public sealed record DepthwiseWindow(int Rows, int Columns, int Step, int Outputs);
