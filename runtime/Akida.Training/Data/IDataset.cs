namespace Akida.Training.Data;

/// <summary>What a model is trained or evaluated on.</summary>
public interface IDataset
{
    /// <summary>The number of samples of one pass.</summary>
    int Count { get; }

    /// <summary>One pass over the samples; the last batch may be smaller.</summary>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="random">Decides the order and, where there is any, the augmentation of a training pass; null for an evaluation pass, in
    /// the order of the data.</param>
    IEnumerable<Batch> Batches(int batchSize, Random? random);
}

/// <summary>Some samples and what the model should say of each.</summary>
/// <param name="Inputs">The inputs, in the Keras layout.</param>
/// <param name="Targets">What the loss compares the outputs with.</param>
public sealed record Batch(SampleArray Inputs, SampleArray Targets)
{
    /// <summary>The number of samples.</summary>
    public int Count => Inputs.Count;
}

/// <summary>Samples that are all in memory.</summary>
public sealed class ArrayDataset : IDataset
{
    private readonly Batch all;

    /// <summary>Samples with their targets.</summary>
    /// <exception cref="ArgumentException">There are not as many targets as inputs.</exception>
    public ArrayDataset(SampleArray inputs, SampleArray targets)
    {
        if (inputs.Count != targets.Count)
        {
            throw new ArgumentException($"there are {inputs.Count} inputs and {targets.Count} targets");
        }

        all = new Batch(inputs, targets);
    }

    /// <summary>The inputs.</summary>
    public SampleArray Inputs => all.Inputs;

    /// <summary>The targets.</summary>
    public SampleArray Targets => all.Targets;

    /// <inheritdoc/>
    public int Count => all.Count;

    /// <summary>The first <paramref name="count"/> samples.</summary>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public ArrayDataset Take(int count) => new(Inputs.Take(count), Targets.Take(count));

    /// <inheritdoc/>
    public IEnumerable<Batch> Batches(int batchSize, Random? random)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        random?.Shuffle(order);
        for (int start = 0; start < order.Length; start += batchSize)
        {
            int[] indices = order[start..Math.Min(start + batchSize, order.Length)];
            yield return new Batch(Inputs.Gather(indices), Targets.Gather(indices));
        }
    }
}
