using Akida.Training.Optimization;

namespace Akida.Training;

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training data.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples in a step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>How gradients change weights.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>The learning rate of every step.</summary>
    public LearningRate LearningRate { get; init; } = LearningRate.Constant(1e-3);

    /// <summary>What is made small.</summary>
    public required Loss Loss { get; init; }

    /// <summary>What is reported beside the loss.</summary>
    public required Metric Metric { get; init; }

    /// <summary>Whether the weights of the epoch with the best metric on the validation data are kept, not the last ones.</summary>
    public bool RestoreBest { get; init; }

    /// <summary>
    /// Decides the order of the samples, dropout and augmentation. The same seed and number of threads give the same model.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>The number of threads; all processors if null.</summary>
    public int? Threads { get; init; }
}

/// <summary>Where training is, after each step and after each epoch's validation.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps of this epoch that are done.</param>
/// <param name="Steps">Steps in an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="Metric">The mean metric of this epoch so far.</param>
/// <param name="SamplesPerSecond">The speed in this epoch.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="Validation">Loss and metric on the validation data, after the last step of an epoch.</param>
public readonly record struct TrainingProgress(
    int Epoch,
    int Epochs,
    int Step,
    int Steps,
    double Loss,
    double Metric,
    double SamplesPerSecond,
    double LearningRate,
    EvaluationResult? Validation
);

/// <summary>Means over a data set.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Metric">The metric.</param>
public readonly record struct EvaluationResult(double Loss, double Metric);
