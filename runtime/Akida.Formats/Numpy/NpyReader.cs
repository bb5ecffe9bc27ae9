using System.IO.Compression;
using Akida.Formats.Numpy;

namespace Akida.Formats;

/// <summary>
/// An array of an archive that is read as it is needed, some items along its first axis at a time. With the last ones the checksum is
/// checked.
/// </summary>
public sealed class NpyReader : IDisposable
{
    private const int PassedAtOnce = 1 << 16;

    private readonly string path;
    private readonly ZipArchiveEntry entry;
    private readonly Stream contents;
    private readonly Crc32Stream stream;
    private readonly NpyHeader header;
    private NpyArray? whole;
    private int position;

    internal NpyReader(string path, string name, ZipArchiveEntry entry)
    {
        this.path = path;
        this.entry = entry;
        Name = name;
        (contents, stream, header) = Guard(() =>
        {
            Stream opened = entry.Open();
            try
            {
                Crc32Stream summed = new(opened);
                return (opened, summed, NpyFormat.ReadHeader(summed, entry.Length));
            }
            catch
            {
                opened.Dispose();
                throw;
            }
        });
    }

    /// <summary>The name of the array.</summary>
    public string Name { get; }

    /// <summary>The sizes, outermost first; none for a scalar.</summary>
    public EquatableArray<int> Shape => header.Shape;

    /// <summary>The type of a value.</summary>
    public Type ElementType => header.ArrayType.GetElementType()!;

    /// <summary>The items along the first axis that have not been read.</summary>
    public int Rest => (Shape.Count == 0 ? 0 : Shape[0]) - position;

    /// <summary>The next items along the first axis.</summary>
    /// <param name="items">How many.</param>
    /// <returns>The items, stacked.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    /// <exception cref="ModelFileException">The file is damaged.</exception>
    public NpyArray Read(int items)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items, Rest);
        NpyArray read;
        if (header.IsColumnMajor)
        {
            // The values of an item lie all over the file.
            whole ??= ReadAll();
            read = whole.Items(position, items);
        }
        else
        {
            EquatableArray<int> shape = [items, .. Shape.Skip(1)];
            int elements = checked((int)new TensorShape(shape).Elements);
            read = Guard(() => new NpyArray(shape, items == Rest ? Finished(ReadValues(elements)) : ReadValues(elements)));
        }

        position += items;
        return read;
    }

    /// <summary>Passes over what has not been read, so that the checksum is known to be right.</summary>
    /// <exception cref="ModelFileException">The file is damaged.</exception>
    public void SkipRest()
    {
        if (Rest == 0)
        {
            return;
        }

        position = Shape[0];
        if (whole is null)
        {
            byte[] passed = new byte[PassedAtOnce];
            Guard(() =>
            {
                while (stream.Read(passed) > 0) { }
                return Finished(passed);
            });
        }
    }

    /// <summary>The whole array, of which nothing may have been read.</summary>
    /// <exception cref="ModelFileException">The file is damaged.</exception>
    public NpyArray ReadAll() =>
        Guard(() =>
        {
            Array values = Finished(ReadValues(header.Elements));
            return new NpyArray(Shape, header.IsColumnMajor ? NpyFormat.ToRowMajor(values, Shape) : values);
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        contents.Dispose();
    }

    private Array ReadValues(int elements) => NpyFormat.ReadValues(stream, header, elements);

    private Array Finished(Array values) =>
        stream.Checksum == entry.Crc32
            ? values
            : throw new InvalidDataException($"its checksum is {stream.Checksum:x8}, must be {entry.Crc32:x8}");

    private T Guard<T>(Func<T> read) =>
        ModelFileException.Wrap(
            path,
            NpzFile.Kind,
            () =>
            {
                try
                {
                    return read();
                }
                catch (Exception error) when (error is FormatException or EndOfStreamException or InvalidDataException)
                {
                    throw new FormatException(
                        $"array '{Name}' {(error is FormatException ? error.Message : "is damaged: " + error.Message)}",
                        error
                    );
                }
            }
        );
}
