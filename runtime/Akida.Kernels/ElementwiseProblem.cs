namespace Akida.Kernels;

/// <summary>One or two tensors, scaled and added channel by channel: <c>output = map(left · factor + right · factor)</c>.</summary>
/// <param name="Pixels">The number of pixels.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Inputs">One or two.</param>
/// <param name="Input">How the inputs are stored.</param>
public sealed record ElementwiseProblem(int Pixels, int Channels, int Inputs, StorageKind Input) : KernelProblem
{
    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Pixels * Channels * Inputs;
}
