using System.IO.Compression;
using Akida.Formats.Numpy;

namespace Akida.Formats;

/// <summary>NumPy's archives of named arrays (<c>.npz</c>).</summary>
public static class NpzFile
{
    private const string Extension = ".npy";

    /// <summary>The most bytes of values that an archive may unpack to.</summary>
    public const long MaximumSize = 1L << 31;

    // Deflate cannot pack better than this.
    private const long MaximumRatio = 1032;

    // So that reading an archive twice compares equal, and writing the same arrays gives the same bytes.
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads all arrays by name.</summary>
    /// <exception cref="ModelFileException">The file is missing or damaged, or an array is not as its header says or of a type that is not
    /// supported; the message names the array.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path) =>
        ModelFileException.Wrap(
            path,
            "npz",
            () =>
            {
                using ZipArchive archive = ZipFile.OpenRead(path);
                Dictionary<string, NpyArray> arrays = [];
                long total = 0,
                    packed = 0,
                    length = new FileInfo(path).Length;
                foreach (ZipArchiveEntry entry in archive.Entries)
                {
                    string name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal)
                        ? entry.FullName[..^Extension.Length]
                        : entry.FullName;
                    total += entry.Length;
                    if (entry.Length < 0 || total > MaximumSize || entry.Length / MaximumRatio > entry.CompressedLength)
                    {
                        throw new FormatException(
                            $"array '{name}' is said to unpack from {entry.CompressedLength} to {entry.Length} bytes, which is too much"
                        );
                    }

                    // Each byte once: a small file cannot unpack the same bytes under many names.
                    packed += entry.CompressedLength;
                    if (packed > length)
                    {
                        throw new FormatException($"the arrays up to '{name}' are said to take {packed} bytes, but the file has {length}");
                    }

                    if (arrays.ContainsKey(name))
                    {
                        throw new FormatException($"array '{name}' is there twice");
                    }

                    arrays.Add(name, ReadEntry(entry, name));
                }

                return arrays;
            }
        );

    /// <summary>Writes arrays by name, compressed.</summary>
    /// <exception cref="ModelFileException">The file cannot be written, or an array is of a type that NumPy has not.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
                foreach ((string name, NpyArray array) in arrays)
                {
                    ZipArchiveEntry entry = archive.CreateEntry(name + Extension);
                    entry.LastWriteTime = Timestamp;
                    using Stream contents = entry.Open();
                    NpyFormat.Write(contents, array);
                }
            }
        );

    private static NpyArray ReadEntry(ZipArchiveEntry entry, string name)
    {
        try
        {
            using Stream contents = entry.Open();
            using Crc32Stream stream = new(contents);
            NpyArray array = NpyFormat.Read(stream, entry.Length);
            return stream.Checksum == entry.Crc32
                ? array
                : throw new InvalidDataException($"its checksum is {stream.Checksum:x8}, must be {entry.Crc32:x8}");
        }
        catch (Exception error) when (error is FormatException or EndOfStreamException or InvalidDataException)
        {
            throw new FormatException(
                $"array '{name}' {(error is FormatException ? error.Message : "is damaged: " + error.Message)}",
                error
            );
        }
    }
}
