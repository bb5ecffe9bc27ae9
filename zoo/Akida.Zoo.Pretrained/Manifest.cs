using System.Text.RegularExpressions;

namespace Akida.Zoo.Pretrained;

/// <summary>The files of a mirror and their digests: what <c>sha256sum *.h5 &gt; SHA256SUMS</c> writes.</summary>
internal sealed partial class Manifest
{
    /// <summary>The manifest's name in a mirror.</summary>
    public const string FileName = "SHA256SUMS";

    private readonly Dictionary<string, string> digests = new(StringComparer.Ordinal);

    /// <summary>Reads a manifest.</summary>
    /// <param name="text">What it holds.</param>
    /// <param name="where">What an error names.</param>
    /// <exception cref="PretrainedException">A line is not a digest and a plain file name, or a name comes twice.</exception>
    public Manifest(string text, string where)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            Match line = Line().Match(lines[i]);
            if (!line.Success || !digests.TryAdd(line.Groups["name"].Value, line.Groups["digest"].Value.ToLowerInvariant()))
            {
                throw new PretrainedException(
                    $"{where}, line {i + 1}: "
                        + $"{(line.Success ? "the name comes twice" : "must be a SHA-256 digest and the name of an .h5 file")}"
                );
            }
        }
    }

    /// <summary>The names of the files, in order.</summary>
    public IEnumerable<string> Names => digests.Keys;

    /// <summary>The SHA-256 digest of a file, hexadecimal in lower case.</summary>
    public string this[string name] => digests[name];

    // Names begin with a letter or digit and have no separators: they cannot leave the folder.
    [GeneratedRegex(@"^(?<digest>[0-9a-fA-F]{64}) [ *](?<name>[0-9A-Za-z][0-9A-Za-z._-]*\.h5)$")]
    private static partial Regex Line();
}
