using System.Text.RegularExpressions;
using Akida.Formats;
using Akida.Graph;

namespace Akida.Layers.Tests;

/// <summary>The product's messages, one clause of each.</summary>
internal static partial class Reasons
{
    /// <summary>Whether an exception is the product's way to refuse.</summary>
    public static bool IsOwn(Exception error) => error is GraphException or ModelFileException;

    /// <summary>Why it refuses.</summary>
    public static string Of(Exception error) =>
        Shorten(
            error is ModelFileException { Path: { } path } && error.Message.StartsWith(path + ": ", StringComparison.Ordinal)
                ? error.Message[(path.Length + 2)..]
                : error.Message
        );

    /// <summary>The first clause, without the name that every tested layer has.</summary>
    public static string Shorten(string message)
    {
        string own = Prefix().Replace(message, "");
        int end = own.IndexOf("; ", StringComparison.Ordinal);
        return end < 0 ? own : own[..end];
    }

    [GeneratedRegex("^(cannot be written: )?layer 'tested': ")]
    private static partial Regex Prefix();
}
