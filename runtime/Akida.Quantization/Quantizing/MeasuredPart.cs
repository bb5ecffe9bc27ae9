using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Akida.Quantization.Quantizing;

/// <summary>The ranges of some samples of a batch.</summary>
/// <param name="Minimum">The smallest input values; none if they are not measured.</param>
/// <param name="Maximum">The largest input values; none if they are not measured.</param>
/// <param name="Magnitudes">By layer the largest magnitudes.</param>
internal sealed record MeasuredPart(float[] Minimum, float[] Maximum, IReadOnlyDictionary<string, float[]> Magnitudes)
{
    /// <summary>The ranges of these samples and others.</summary>
    public MeasuredPart And(MeasuredPart other) =>
        new(
            Combined(Minimum, other.Minimum, TensorPrimitives.Min),
            Combined(Maximum, other.Maximum, TensorPrimitives.Max),
            Magnitudes.ToDictionary(pair => pair.Key, pair => Combined(pair.Value, other.Magnitudes[pair.Key], TensorPrimitives.Max))
        );

    private static float[] Combined(float[] left, float[] right, Combine combine)
    {
        float[] combined = new float[left.Length];
        combine(left, right, combined);
        return combined;
    }
}
