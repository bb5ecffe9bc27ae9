namespace Akida.Training.Layers.Managed;

/// <summary>
/// The maps of a batch, channels last, a few at a time, with the zeros around them that windows reach: where there are none the maps
/// themselves, otherwise a copy that stays in the cache.
/// </summary>
/// <param name="source">The batch.</param>
/// <param name="height">Height of a map.</param>
/// <param name="width">Width of a map.</param>
/// <param name="channels">Channels.</param>
/// <param name="top">Rows of zeros above.</param>
/// <param name="left">Columns of zeros on the left.</param>
/// <param name="reachedHeight">Rows that are reached, from the first one of zeros on.</param>
/// <param name="reachedWidth">Columns that are reached.</param>
internal sealed unsafe class MapBlocks<T>(
    T* source,
    int height,
    int width,
    int channels,
    int top,
    int left,
    int reachedHeight,
    int reachedWidth
)
    where T : unmanaged
{
    private readonly bool isDirect = top == 0 && left == 0 && reachedHeight <= height && reachedWidth <= width;

    /// <summary>From a row to the next.</summary>
    public nint RowStride => (nint)(isDirect ? width : reachedWidth) * channels;

    /// <summary>From a map to the next.</summary>
    public nint MapStride => RowStride * (isDirect ? height : reachedHeight);

    /// <summary>What <see cref="Load"/> needs for so many maps.</summary>
    public Scratch<T>? CreateScratch(int maps) => isDirect ? null : new(maps * MapStride);

    /// <summary>Some maps, one after the other.</summary>
    public T* Load(Scratch<T>? scratch, int first, int count)
    {
        T* maps = source + ((nint)first * height * width * channels);
        if (scratch is null)
        {
            return maps;
        }

        // The zeros around are there from the beginning and stay.
        int rows = Math.Min(height, reachedHeight - top),
            values = Math.Min(width, reachedWidth - left) * channels;
        for (int map = 0; map < count; map++)
        {
            T* from = maps + ((nint)map * height * width * channels),
                to = scratch.Pointer + (map * MapStride) + (top * RowStride) + ((nint)left * channels);
            for (int row = 0; row < rows; row++)
            {
                new ReadOnlySpan<T>(from, values).CopyTo(new Span<T>(to, values));
                from += (nint)width * channels;
                to += RowStride;
            }
        }

        return scratch.Pointer;
    }
}
