namespace Akida.Quantization.Quantizing;

/// <summary>Where calibration samples come from. They are read as they are needed, and anew for every pass.</summary>
public interface ISampleSource
{
    /// <summary>The shape of one sample.</summary>
    TensorShape Shape { get; }

    /// <summary>How many samples there are.</summary>
    int Count { get; }

    /// <summary>Reads samples from the first one on.</summary>
    /// <param name="sizes">How many at a time, at most <see cref="Count"/> in all.</param>
    /// <returns>For each size so many samples, N and <see cref="Shape"/>; integers as floats.</returns>
    IEnumerable<Tensor> Read(IEnumerable<int> sizes);
}
