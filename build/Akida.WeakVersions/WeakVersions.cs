using System.Buffers.Binary;

namespace Akida.WeakVersions;

/// <summary>Makes a library loadable where another lacks versions that the former names without using any of their symbols.</summary>
internal static class WeakVersions
{
    /// <summary>
    /// Marks as weak what <paramref name="library"/> needs of <paramref name="otherName"/> and <paramref name="other"/> does not define.
    /// </summary>
    /// <param name="library">The bytes of the library; changed where versions are marked.</param>
    /// <param name="otherName">The name by which the library asks for the other one, such as <c>libstdc++.so.6</c>.</param>
    /// <param name="other">The bytes of the other library.</param>
    /// <returns>The versions that were marked; none if the library loads as it is.</returns>
    /// <exception cref="ElfException">
    /// The library needs a symbol of a version that is not there, or one of the two is damaged. Nothing is changed then.
    /// </exception>
    public static IReadOnlyList<string> Mark(byte[] library, string otherName, byte[] other)
    {
        ElfFile file = new(library);
        IReadOnlyCollection<string> defined = DefinedBy(otherName, other);
        bool IsMissing(NeededVersion version) => version.Library == otherName && !version.IsWeak && !defined.Contains(version.Name);
        NeededVersion[] missing = [.. SymbolVersions.Needed(file).Where(IsMissing)];
        if (missing.Length == 0)
        {
            return [];
        }

        if (SymbolVersions.FirstUse(file, missing.Select(version => version.Index).ToHashSet()) is var (index, symbol))
        {
            string name = missing.First(version => version.Index == index).Name;
            throw new ElfException($"needs '{symbol}' of {name}, which the system's {otherName} lacks");
        }

        foreach (NeededVersion version in missing)
        {
            Span<byte> flags = library.AsSpan(version.FlagsPlace);
            BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | SymbolVersions.Weak));
        }

        return [.. missing.Select(version => version.Name)];
    }

    private static IReadOnlyCollection<string> DefinedBy(string name, byte[] library)
    {
        try
        {
            return SymbolVersions.Defined(new ElfFile(library));
        }
        catch (ElfException error)
        {
            throw new ElfException($"the system's {name} {error.Message}");
        }
    }
}
