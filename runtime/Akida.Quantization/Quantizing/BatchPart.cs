namespace Akida.Quantization.Quantizing;

/// <summary>Samples of one batch that run together.</summary>
/// <param name="Size">How many.</param>
/// <param name="EndsBatch">Whether they are the last of their batch.</param>
internal readonly record struct BatchPart(int Size, bool EndsBatch)
{
    /// <summary>The parts of all batches, in order; the last batch may be smaller.</summary>
    /// <param name="count">How many samples there are.</param>
    /// <param name="batchSize">How many make a batch.</param>
    /// <param name="most">The most in a part.</param>
    public static IEnumerable<BatchPart> All(int count, int batchSize, int most)
    {
        int size;
        for (int start = 0; start < count; start += size)
        {
            int inBatch = start % batchSize,
                rest = Math.Min(batchSize - inBatch, count - start);
            size = Math.Min(most, rest);
            yield return new BatchPart(size, size == rest);
        }
    }
}
