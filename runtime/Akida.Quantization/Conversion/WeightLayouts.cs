using Akida.Graph;
using Akida.Simulator.Program;

namespace Akida.Quantization.Conversion;

/// <summary>The weights as Akida stores them: kernels of processing convolutions are flipped on both spatial axes.</summary>
internal static class WeightLayouts
{
    /// <summary>A kernel h×w×… with both spatial axes reversed.</summary>
    public static sbyte[] Flip(EquatableArray<sbyte> weights, Size2D kernel)
    {
        int taps = kernel.Height * kernel.Width, inner = weights.Count / taps;
        sbyte[] source = weights.ToArray(), flipped = new sbyte[source.Length];
        for (int tap = 0; tap < taps; tap++)
        {
            Array.Copy(source, tap * inner, flipped, (taps - 1 - tap) * inner, inner);
        }

        return flipped;
    }

    /// <summary>Dense weights behind a Flatten of an X×Y×C map: rows in the order C, Y, X instead of X, Y, C.</summary>
    public static sbyte[] ChannelsFirst(EquatableArray<sbyte> weights, TensorShape map, int units)
    {
        (int x, int y, int c) = (map[0], map[1], map[2]);
        sbyte[] source = weights.ToArray(), ordered = new sbyte[source.Length];
        for (int i = 0; i < x * y * c; i++)
        {
            int row = ((i % c) * y * x) + (i / c % y * x) + (i / c / y);
            Array.Copy(source, i * units, ordered, row * units, units);
        }

        return ordered;
    }
}
