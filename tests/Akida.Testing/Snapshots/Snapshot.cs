using System.Runtime.CompilerServices;

namespace Akida.Testing.Snapshots;

/// <summary>
/// Compares a text with the file beside the test, in Verify's convention: <c>CLASS.METHOD.verified.EXT</c> is what is right,
/// <c>CLASS.METHOD.received.EXT</c> is written when the text differs. Verify.Xunit cannot be restored where we build (one of its
/// dependencies is not served); this takes its place until it can, and the files may stay as they are.
/// </summary>
public static class Snapshot
{
    private const string AcceptVariable = "AKIDA_ACCEPT_SNAPSHOTS";

    /// <summary>
    /// Throws if <paramref name="text"/> is not what the verified file holds. With <c>AKIDA_ACCEPT_SNAPSHOTS=1</c> it becomes the verified
    /// file.
    /// </summary>
    /// <exception cref="SnapshotException">The text differs, or there is no verified file.</exception>
    public static void Verify(string text, string extension, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}");
        string verified = $"{stem}.verified.{extension}",
            received = $"{stem}.received.{extension}";
        string actual = Normalise(text);
        File.Delete(received);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(verified, actual);
            return;
        }

        string? expected = File.Exists(verified) ? Normalise(File.ReadAllText(verified)) : null;
        if (expected == actual)
        {
            return;
        }

        File.WriteAllText(received, actual);
        throw new SnapshotException(
            expected is null
                ? $"{Path.GetFileName(verified)} does not exist; look at {received} and run again with {AcceptVariable}=1 to accept it"
                : $"{Path.GetFileName(received)} differs {FirstDifference(expected, actual)}; run again with {AcceptVariable}=1 to "
                    + "accept it"
        );
    }

    private static string Normalise(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";

    private static string FirstDifference(string expected, string actual)
    {
        string[] wanted = expected.Split('\n'),
            found = actual.Split('\n');
        int line = Enumerable
            .Range(0, Math.Max(wanted.Length, found.Length))
            .First(i => wanted.ElementAtOrDefault(i) != found.ElementAtOrDefault(i));
        return $"at line {line + 1}: expected '{wanted.ElementAtOrDefault(line)}', found '{found.ElementAtOrDefault(line)}'";
    }
}

/// <summary>A text that is not the verified one.</summary>
public sealed class SnapshotException(string message) : Exception(message);
