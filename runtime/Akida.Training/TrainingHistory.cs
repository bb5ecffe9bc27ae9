namespace Akida.Training;

/// <summary>
/// What was logged in each epoch, by name and in the order of Keras: <c>loss</c>, the metric, <c>val_loss</c>, <c>val_</c> and the metric.
/// </summary>
/// <param name="Quantities">The logged quantities.</param>
public sealed record TrainingHistory(IReadOnlyList<TrainingQuantity> Quantities)
{
    /// <summary>The values of a quantity, one per epoch.</summary>
    /// <exception cref="ArgumentException">Nothing of that name was logged.</exception>
    public IReadOnlyList<double> this[string name] =>
        Quantities.FirstOrDefault(quantity => quantity.Name == name)?.Values
        ?? throw new ArgumentException(
            $"'{name}' was not logged, only {string.Join(", ", Quantities.Select(quantity => quantity.Name))}",
            nameof(name)
        );
}

/// <summary>A logged quantity.</summary>
/// <param name="Name">Its Keras name.</param>
/// <param name="Values">Its values, one per epoch.</param>
public sealed record TrainingQuantity(string Name, IReadOnlyList<double> Values);

/// <summary>A trained model.</summary>
/// <param name="Model">The model, of the same graph as the one that was given.</param>
/// <param name="History">What was logged.</param>
/// <param name="BestEpoch">The epoch (from 1) that the weights are of.</param>
public sealed record TrainingResult(Model Model, TrainingHistory History, int BestEpoch);
