using System.Numerics;
using System.Runtime.CompilerServices;

namespace Akida.Simulator.Kernels;

/// <summary>How large sums of products can become with given weights.</summary>
internal static class WeightBounds
{
    // So many magnitudes of 16-bit integers fit a sum of 32 bits.
    private const int RowsInInt32 = int.MaxValue / -short.MinValue;

    /// <summary>For each channel the largest magnitude of any part of its sum.</summary>
    /// <param name="weights">The weights, channels last.</param>
    /// <param name="channels">The number of channels, or filters.</param>
    /// <param name="inputBound">The largest magnitude of an input.</param>
    public static long[] OfSums(ReadOnlySpan<short> weights, int channels, long inputBound)
    {
        long[] bounds = new long[channels];
        int[] sums = new int[channels];
        while (weights.Length > 0)
        {
            int length = (int)Math.Min((long)RowsInInt32 * channels, weights.Length);
            AddMagnitudes(weights[..length], sums);
            weights = weights[length..];
            for (int channel = 0; channel < bounds.Length; channel++)
            {
                bounds[channel] += sums[channel];
            }

            Array.Clear(sums);
        }

        for (int channel = 0; channel < bounds.Length; channel++)
        {
            bounds[channel] *= inputBound;
        }

        return bounds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddMagnitudes(ReadOnlySpan<short> weights, int[] sums)
    {
        for (; weights.Length > 0; weights = weights[sums.Length..])
        {
            ReadOnlySpan<short> row = weights[..sums.Length];
            int channel = 0;
            for (; channel <= sums.Length - Vector<short>.Count; channel += Vector<short>.Count)
            {
                Vector.Widen(Vector.Abs(new Vector<short>(row[channel..])), out Vector<int> low, out Vector<int> high);
                (new Vector<int>(sums, channel) + low).CopyTo(sums, channel);
                (new Vector<int>(sums, channel + Vector<int>.Count) + high).CopyTo(sums, channel + Vector<int>.Count);
            }

            for (; channel < sums.Length; channel++)
            {
                sums[channel] += Math.Abs((int)row[channel]);
            }
        }
    }
}
