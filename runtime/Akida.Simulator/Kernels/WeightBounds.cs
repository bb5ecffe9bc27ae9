using System.Runtime.CompilerServices;

namespace Akida.Simulator.Kernels;

/// <summary>How large sums of products can become with given weights.</summary>
internal static class WeightBounds
{
    /// <summary>For each channel the largest magnitude of any part of its sum.</summary>
    /// <param name="weights">The weights, channels last.</param>
    /// <param name="channels">The number of channels, or filters.</param>
    /// <param name="inputBound">The largest magnitude of an input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long[] OfSums(ReadOnlySpan<int> weights, int channels, long inputBound)
    {
        long[] bounds = new long[channels];
        for (; weights.Length > 0; weights = weights[channels..])
        {
            ReadOnlySpan<int> row = weights[..channels];
            for (int channel = 0; channel < bounds.Length && channel < row.Length; channel++)
            {
                bounds[channel] += Math.Abs((long)row[channel]);
            }
        }

        for (int channel = 0; channel < bounds.Length; channel++)
        {
            bounds[channel] *= inputBound;
        }

        return bounds;
    }
}
