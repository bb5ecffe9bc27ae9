using Akida.Formats;

namespace Akida.Quantization.Quantizing;

/// <summary>Samples that are in memory. Integers stay what they are until they are needed.</summary>
/// <param name="values">The samples, stacked: N×H×W×C, or N and whatever one sample is.</param>
public sealed class ArraySamples(NpyArray values) : ISampleSource
{
    /// <inheritdoc/>
    public TensorShape Shape { get; } = TensorShape.Of(values.Shape.Skip(1));

    /// <inheritdoc/>
    public int Count { get; } = values.Shape[0];

    /// <inheritdoc/>
    /// <exception cref="InvalidCastException">The values are texts.</exception>
    public IEnumerable<Tensor> Read(IEnumerable<int> sizes)
    {
        int start = 0;
        foreach (int size in sizes)
        {
            NpyArray part = values.Items(start, size);
            start += size;
            yield return new Tensor(new TensorShape(part.Shape), part.ToSingles());
        }
    }
}
