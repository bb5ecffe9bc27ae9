namespace Akida.Training;

/// <summary>Collects what is logged in each epoch.</summary>
internal sealed class EpochLog(string metric)
{
    private readonly List<EvaluationResult> training = [];
    private readonly List<EvaluationResult> validation = [];

    public void Add(EvaluationResult epoch, EvaluationResult? evaluation)
    {
        training.Add(epoch);
        if (evaluation is { } result)
        {
            validation.Add(result);
        }
    }

    public TrainingHistory ToHistory() => new([.. Quantities("", training), .. validation.Count > 0 ? Quantities("val_", validation) : []]);

    private TrainingQuantity[] Quantities(string prefix, List<EvaluationResult> results) =>
        [
            new(prefix + "loss", [.. results.Select(result => result.Loss)]),
            new(prefix + metric, [.. results.Select(result => result.Metric)]),
        ];
}
