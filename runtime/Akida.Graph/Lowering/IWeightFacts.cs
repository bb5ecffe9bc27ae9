namespace Akida.Graph.Lowering;

/// <summary>What lowering must know about weights. The generator, which has none, answers with <see cref="InitialWeightFacts"/>.</summary>
public interface IWeightFacts
{
    /// <summary>The range of a weight's values, or null where the layer has no such weight.</summary>
    WeightRange? Range(string layer, string weight);
}

/// <summary>The range of a weight's values.</summary>
/// <param name="Minimum">The least.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="HasZero">Whether one of them is 0.</param>
public readonly record struct WeightRange(float Minimum, float Maximum, bool HasZero);

/// <summary>Takes every weight for 1, as a batch normalisation's gamma begins.</summary>
public sealed class InitialWeightFacts : IWeightFacts
{
    /// <inheritdoc/>
    public WeightRange? Range(string layer, string weight) => new WeightRange(1, 1, false);
}

/// <summary>The facts of real weights.</summary>
/// <param name="weights">The weights of the model before lowering.</param>
public sealed class MeasuredWeightFacts(WeightSet weights) : IWeightFacts
{
    /// <inheritdoc/>
    public WeightRange? Range(string layer, string weight) =>
        weights.Find(layer, weight) is { Values: { Length: > 0 } values }
            ? new WeightRange(values.Min(), values.Max(), values.Contains(0f))
            : null;
}
