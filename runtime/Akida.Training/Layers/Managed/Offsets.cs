namespace Akida.Training.Layers.Managed;

/// <summary>Tables of where things lie.</summary>
internal static class Offsets
{
    /// <summary>Places that are as far apart.</summary>
    public static nint[] Line(nint first, int count, nint step) => [.. Enumerable.Range(0, count).Select(i => first + (i * step))];

    /// <summary>The places of numbered things.</summary>
    public static nint[] At(IReadOnlyList<int> numbers, nint step) => [.. numbers.Select(number => number * step)];

    /// <summary>All sums of one of each, the last one changing fastest.</summary>
    public static nint[] Grid(params nint[][] axes) =>
        axes.Aggregate((nint[])[0], (all, axis) => [.. all.SelectMany(outer => axis, (outer, inner) => outer + inner)]);
}
