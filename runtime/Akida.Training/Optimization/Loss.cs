namespace Akida.Training.Optimization;

/// <summary>What training makes small: a mean over the samples of a batch.</summary>
public abstract class Loss
{
    private protected Loss() { }

    /// <summary>Cross-entropy with integer labels, from logits.</summary>
    public static Loss SparseCategoricalCrossentropy { get; } = new SparseCrossentropy(fromLogits: true);

    /// <summary>Cross-entropy with integer labels, from probabilities (a model that ends in a softmax).</summary>
    public static Loss SparseCategoricalCrossentropyOfProbabilities { get; } = new SparseCrossentropy(fromLogits: false);

    /// <summary>
    /// Cross-entropy from logits with an integer label for each sample, which counts at every position before the last axis.
    /// </summary>
    public static Loss SparseCategoricalCrossentropyOverTime { get; } = new CrossentropyOverTime();

    /// <summary>Cross-entropy with a distribution for each sample, from probabilities (a model that ends in a softmax).</summary>
    public static Loss CategoricalCrossentropy { get; } = new Crossentropy();

    /// <summary>Sigmoid cross-entropy from logits, of targets 0 or 1; the mean over all outputs.</summary>
    public static Loss BinaryCrossentropy { get; } = new SigmoidCrossentropy();

    /// <summary>The mean of the magnitudes of the differences.</summary>
    public static Loss MeanAbsoluteError { get; } = new AbsoluteError();

    /// <summary>The mean of the squares of the differences.</summary>
    public static Loss MeanSquaredError { get; } = new SquaredError();

    /// <summary>What Keras clips probabilities to, from both sides.</summary>
    private const double Epsilon = 1e-7;

    /// <summary>The loss of a batch.</summary>
    internal abstract TorchTensor Of(TorchTensor outputs, TorchTensor targets);

    private sealed class SparseCrossentropy(bool fromLogits) : Loss
    {
        internal override TorchTensor Of(TorchTensor outputs, TorchTensor targets)
        {
            TorchTensor rows = outputs.reshape(-1, outputs.shape[^1]),
                labels = targets.to(torch.int64).reshape(-1);
            return fromLogits
                ? Functional.cross_entropy(rows, labels)
                : Functional.nll_loss(rows.clamp(Epsilon, 1 - Epsilon).log(), labels);
        }
    }

    private sealed class CrossentropyOverTime : Loss
    {
        internal override TorchTensor Of(TorchTensor outputs, TorchTensor targets)
        {
            long positions = outputs.numel() / outputs.shape[0] / outputs.shape[^1];
            return SparseCategoricalCrossentropy.Of(outputs, targets.reshape(-1).repeat_interleave(positions));
        }
    }

    private sealed class Crossentropy : Loss
    {
        internal override TorchTensor Of(TorchTensor outputs, TorchTensor targets)
        {
            TorchTensor probabilities = (outputs / outputs.sum(-1, keepdim: true)).clamp(Epsilon, 1 - Epsilon);
            return -(targets.to(outputs.dtype).reshape(outputs.shape) * probabilities.log()).sum(-1).mean();
        }
    }

    private sealed class SigmoidCrossentropy : Loss
    {
        internal override TorchTensor Of(TorchTensor outputs, TorchTensor targets) =>
            Functional.binary_cross_entropy_with_logits(outputs, targets.to(outputs.dtype).reshape(outputs.shape));
    }

    private sealed class SquaredError : Loss
    {
        internal override TorchTensor Of(TorchTensor outputs, TorchTensor targets) =>
            (outputs - targets.to(outputs.dtype).reshape(outputs.shape)).square().mean();
    }

    private sealed class AbsoluteError : Loss
    {
        internal override TorchTensor Of(TorchTensor outputs, TorchTensor targets) =>
            (outputs - targets.to(outputs.dtype).reshape(outputs.shape)).abs().mean();
    }
}
