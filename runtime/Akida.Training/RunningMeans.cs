namespace Akida.Training;

/// <summary>Means over samples that come in batches.</summary>
internal sealed class RunningMeans
{
    private double loss;
    private double metric;

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>The means so far.</summary>
    public EvaluationResult Result => new(loss / Samples, metric / Samples);

    /// <summary>Adds the means of a batch.</summary>
    public void Add(EvaluationResult batch, int samples)
    {
        loss += batch.Loss * samples;
        metric += batch.Metric * samples;
        Samples += samples;
    }
}
