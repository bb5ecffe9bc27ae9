namespace Akida.Integers;

/// <summary>The weights as Akida stores them: kernels of processing convolutions are flipped on both spatial axes.</summary>
public static class WeightLayouts
{
    /// <summary>A kernel h×w×… with both spatial axes reversed; twice gives the kernel again.</summary>
    public static sbyte[] Flip(EquatableArray<sbyte> weights, Size2D kernel)
    {
        int taps = kernel.Height * kernel.Width,
            inner = weights.Count / taps;
        sbyte[] source = weights.ToArray(),
            flipped = new sbyte[source.Length];
        for (int tap = 0; tap < taps; tap++)
        {
            Array.Copy(source, tap * inner, flipped, (taps - 1 - tap) * inner, inner);
        }

        return flipped;
    }

    /// <summary>Dense weights behind a Flatten of an X×Y×C map: rows in the order C, Y, X instead of X, Y, C.</summary>
    public static sbyte[] ChannelsFirst(EquatableArray<sbyte> weights, TensorShape map, int units)
    {
        sbyte[] source = weights.ToArray(),
            ordered = new sbyte[source.Length];
        for (int i = 0; i < map.Elements; i++)
        {
            Array.Copy(source, i * units, ordered, ChannelsFirstRow(i, map) * units, units);
        }

        return ordered;
    }

    /// <summary>The inverse of <see cref="ChannelsFirst"/>.</summary>
    public static sbyte[] ChannelsLast(sbyte[] weights, TensorShape map, int units)
    {
        sbyte[] ordered = new sbyte[weights.Length];
        for (int i = 0; i < map.Elements; i++)
        {
            Array.Copy(weights, ChannelsFirstRow(i, map) * units, ordered, i * units, units);
        }

        return ordered;
    }

    private static int ChannelsFirstRow(int i, TensorShape map)
    {
        (int x, int y, int c) = (map[0], map[1], map[2]);
        return ((i % c) * y * x) + (i / c % y * x) + (i / c / y);
    }
}
