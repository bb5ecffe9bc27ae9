namespace Akida.Integers.Reference;

/// <summary>The last frames of a temporal layer, which begin as zeros.</summary>
/// <param name="count">How many frames are kept.</param>
/// <param name="length">The number of values in a frame.</param>
internal sealed class FrameQueue(int count, int length)
{
    private readonly long[][] frames = [.. Enumerable.Range(0, count).Select(_ => new long[length])];
    private int oldest;

    /// <summary>A frame; 0 is the oldest.</summary>
    public long[] this[int index] => frames[(oldest + index) % frames.Length];

    /// <summary>Drops the oldest frame.</summary>
    /// <returns>The place for the newest.</returns>
    public long[] Push()
    {
        long[] newest = frames[oldest];
        oldest = (oldest + 1) % frames.Length;
        return newest;
    }

    /// <summary>Forgets all frames.</summary>
    public void Clear()
    {
        foreach (long[] frame in frames)
        {
            Array.Clear(frame);
        }
    }
}
