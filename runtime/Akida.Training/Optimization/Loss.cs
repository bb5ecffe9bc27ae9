namespace Akida.Training.Optimization;

/// <summary>What training makes small: a mean over the samples of a batch.</summary>
public abstract class Loss
{
    private protected Loss() { }

    /// <summary>Cross-entropy with integer labels, from logits.</summary>
    public static Loss SparseCategoricalCrossentropy { get; } = new SparseCrossentropy(fromLogits: true);

    /// <summary>Cross-entropy with integer labels, from probabilities (a model that ends in a softmax).</summary>
    public static Loss SparseCategoricalCrossentropyOfProbabilities { get; } = new SparseCrossentropy(fromLogits: false);

    /// <summary>The mean of the magnitudes of the differences.</summary>
    public static Loss MeanAbsoluteError { get; } = new AbsoluteError();

    /// <summary>The loss of a batch.</summary>
    internal abstract TorchTensor Of(TorchTensor outputs, TorchTensor targets);

    private sealed class SparseCrossentropy(bool fromLogits) : Loss
    {
        /// <summary>What Keras clips probabilities to.</summary>
        private const double Epsilon = 1e-7;

        internal override TorchTensor Of(TorchTensor outputs, TorchTensor targets)
        {
            TorchTensor rows = outputs.reshape(-1, outputs.shape[^1]),
                labels = targets.to(torch.int64).reshape(-1);
            return fromLogits
                ? Functional.cross_entropy(rows, labels)
                : Functional.nll_loss(rows.clamp(Epsilon, 1 - Epsilon).log(), labels);
        }
    }

    private sealed class AbsoluteError : Loss
    {
        internal override TorchTensor Of(TorchTensor outputs, TorchTensor targets) =>
            (outputs - targets.to(torch.float32).reshape(outputs.shape)).abs().mean();
    }
}
