using System.IO.Compression;
using Akida.Formats.Numpy;

namespace Akida.Formats;

/// <summary>An archive of arrays that are read as they are needed.</summary>
public sealed class NpzReader : IDisposable
{
    // Deflate cannot pack better than this.
    private const long MaximumRatio = 1032;

    private readonly string path;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries;

    /// <summary>Opens an archive and reads the list of its arrays.</summary>
    /// <exception cref="ModelFileException">The file is missing or damaged, or an array is there twice or too large.</exception>
    public NpzReader(string path)
    {
        this.path = path;
        (archive, Names, entries) = ModelFileException.Wrap(
            path,
            NpzFile.Kind,
            () =>
            {
                ZipArchive opened = ZipFile.OpenRead(path);
                try
                {
                    (IReadOnlyList<string> names, Dictionary<string, ZipArchiveEntry> found) = Entries(opened, new FileInfo(path).Length);
                    return (opened, names, found);
                }
                catch
                {
                    opened.Dispose();
                    throw;
                }
            }
        );
    }

    /// <summary>The names of the arrays, in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Begins to read an array.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ModelFileException">It is not as its header says, or of a type that is not supported.</exception>
    public NpyReader Open(string name) => new(path, name, entries[name]);

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();

    private static (IReadOnlyList<string> Names, Dictionary<string, ZipArchiveEntry> Entries) Entries(ZipArchive archive, long length)
    {
        List<string> names = [];
        Dictionary<string, ZipArchiveEntry> entries = [];
        long total = 0,
            packed = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = entry.FullName.EndsWith(NpzFile.EntryExtension, StringComparison.Ordinal)
                ? entry.FullName[..^NpzFile.EntryExtension.Length]
                : entry.FullName;
            total += entry.Length;
            if (entry.Length < 0 || total > NpzFile.MaximumSize || entry.Length / MaximumRatio > entry.CompressedLength)
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

            if (!entries.TryAdd(name, entry))
            {
                throw new FormatException($"array '{name}' is there twice");
            }

            names.Add(name);
        }

        return (names, entries);
    }
}
