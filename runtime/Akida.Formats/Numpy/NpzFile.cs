using System.IO.Compression;
using Akida.Formats.Numpy;

namespace Akida.Formats;

/// <summary>NumPy's archives of named arrays (<c>.npz</c>).</summary>
public static class NpzFile
{
    internal const string Kind = "npz";
    internal const string EntryExtension = ".npy";

    /// <summary>The most bytes of values that an archive may unpack to.</summary>
    public const long MaximumSize = 1L << 31;

    // So that reading an archive twice compares equal, and writing the same arrays gives the same bytes.
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads all arrays by name.</summary>
    /// <exception cref="ModelFileException">The file is missing or damaged, or an array is not as its header says or of a type that is not
    /// supported; the message names the array.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        using NpzReader archive = new(path);
        Dictionary<string, NpyArray> arrays = [];
        foreach (string name in archive.Names)
        {
            using NpyReader array = archive.Open(name);
            arrays.Add(name, array.ReadAll());
        }

        return arrays;
    }

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
                    ZipArchiveEntry entry = archive.CreateEntry(name + EntryExtension);
                    entry.LastWriteTime = Timestamp;
                    using Stream contents = entry.Open();
                    NpyFormat.Write(contents, array);
                }
            }
        );
}
