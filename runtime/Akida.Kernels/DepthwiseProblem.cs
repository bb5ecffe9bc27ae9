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
public sealed record DepthwiseProblem(
    int Pixels,
    int Taps,
    int Channels,
    StorageKind Input,
    long InputBound,
    StorageKind Weights,
    long WeightBound
) : KernelProblem
{
    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Pixels * Taps * Channels;
}
