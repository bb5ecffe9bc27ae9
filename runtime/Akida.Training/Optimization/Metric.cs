namespace Akida.Training.Optimization;

/// <summary>What is reported beside the loss: a mean over samples.</summary>
public abstract class Metric
{
    private protected Metric(string name, bool largerIsBetter)
    {
        Name = name;
        LargerIsBetter = largerIsBetter;
    }

    /// <summary>The share of outputs whose largest value is at the integer label.</summary>
    public static Metric SparseCategoricalAccuracy { get; } = new SparseAccuracy();

    /// <summary>The mean of the magnitudes of the differences.</summary>
    public static Metric MeanAbsoluteError { get; } = new AbsoluteError();

    /// <summary>The name that Keras logs it by.</summary>
    public string Name { get; }

    /// <summary>Whether larger values are better.</summary>
    public bool LargerIsBetter { get; }

    /// <summary>The mean over a batch.</summary>
    internal abstract double Of(TorchTensor outputs, TorchTensor targets);

    private sealed class SparseAccuracy() : Metric("accuracy", largerIsBetter: true)
    {
        internal override double Of(TorchTensor outputs, TorchTensor targets) =>
            outputs.argmax(-1).reshape(-1).eq(targets.to(torch.int64).reshape(-1)).to(torch.float32).mean().item<float>();
    }

    private sealed class AbsoluteError() : Metric("mae", largerIsBetter: false)
    {
        internal override double Of(TorchTensor outputs, TorchTensor targets) => Loss.MeanAbsoluteError.Of(outputs, targets).item<float>();
    }
}
