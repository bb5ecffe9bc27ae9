namespace Akida.Training.Optimization;

/// <summary>The learning rate of every step.</summary>
public abstract record LearningRate
{
    /// <summary>The rate before a step.</summary>
    /// <param name="step">Steps done so far, over all epochs.</param>
    /// <param name="stepsPerEpoch">Steps in an epoch.</param>
    /// <param name="epochs">Epochs in all.</param>
    public abstract double At(long step, int stepsPerEpoch, int epochs);

    /// <summary>One rate throughout.</summary>
    public static LearningRate Constant(double rate) => new ConstantRate(rate);

    private sealed record ConstantRate(double Rate) : LearningRate
    {
        public override double At(long step, int stepsPerEpoch, int epochs) => Rate;
    }
}
