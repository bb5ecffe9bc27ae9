namespace Akida.Kernels;

/// <summary>One or two tensors, scaled and added channel by channel: <c>output = map(left · factor + right · factor)</c>.</summary>
/// <param name="Pixels">The number of pixels.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Left">How the first tensor is stored.</param>
/// <param name="Right">How the second is stored; null if there is only one.</param>
public sealed record ElementwiseProblem(int Pixels, int Channels, StorageKind Left, StorageKind? Right) : KernelProblem
{
    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Pixels * Channels * (Right is null ? 1 : 2);
}
