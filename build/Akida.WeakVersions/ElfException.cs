namespace Akida.WeakVersions;

/// <summary>
/// A file that is not what it should be, or that cannot do without what the system lacks. The message is one line, without the file's name.
/// </summary>
internal sealed class ElfException(string message) : FormatException(OneLine(message))
{
    // Messages have names in them that a file gives, which may have anything in them.
    private static string OneLine(string message) =>
        string.Concat(message.Select(character => char.IsControl(character) ? '?' : character));
}
