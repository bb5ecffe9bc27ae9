namespace Akida.Quantization.Quantizing;

/// <summary>
/// Follows a range over batches: the first batch sets it, later ones move it by a tenth of the difference.
/// </summary>
/// <remarks>As the open tools do, a state of 1 everywhere counts as not yet set.</remarks>
internal sealed class RangeObserver(int channels)
{
    private const float Step = 0.1f;

    private readonly float[] state = Enumerable.Repeat(1f, channels).ToArray();

    /// <summary>The range so far.</summary>
    public float[] Range => (float[])state.Clone();

    /// <summary>Takes the range of a batch in.</summary>
    public void Observe(ReadOnlySpan<float> batch)
    {
        bool unset = state.AsSpan().IndexOfAnyExcept(1f) < 0;
        for (int c = 0; c < state.Length; c++)
        {
            state[c] = unset ? batch[c] : state[c] - ((state[c] - batch[c]) * Step);
        }
    }
}
