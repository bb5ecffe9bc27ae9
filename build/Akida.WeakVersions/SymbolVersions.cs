namespace Akida.WeakVersions;

/// <summary>A version of another library's symbols that a library needs.</summary>
/// <param name="Library">The name of the other library, such as <c>libstdc++.so.6</c>.</param>
/// <param name="Name">The version, such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Index">The number by which the library's symbols refer to it.</param>
/// <param name="IsWeak">Whether the library is loaded without it, too.</param>
/// <param name="FlagsPlace">Where its flags, two bytes, are in the file.</param>
internal readonly record struct NeededVersion(string Library, string Name, ushort Index, bool IsWeak, int FlagsPlace);

/// <summary>The symbol versions that a library defines and needs, and for which symbols it needs one.</summary>
internal static class SymbolVersions
{
    /// <summary>The flag of a needed version without which the dynamic linker loads a library, too.</summary>
    public const ushort Weak = 2;

    /// <summary>The flag of the defined version that is the library's own name.</summary>
    private const ushort Base = 1;

    /// <summary>Symbols refer to versions by 15 bits, so that no library can use more; the bit above hides a symbol.</summary>
    private const ushort MostVersions = 0x7FFF;

    private const int RelocationSize = 24,
        SymbolSize = 24;
    private const ulong ExplicitAddends = 7;

    /// <summary>The versions that the library needs of others.</summary>
    public static IReadOnlyList<NeededVersion> Needed(ElfFile file)
    {
        List<NeededVersion> versions = [];
        if (file[DynamicTag.NeededVersions] is null)
        {
            return versions;
        }

        ElfTable table = file.At(DynamicTag.NeededVersions),
            strings = Strings(file);
        foreach (long library in Chain(table, 0, next: 12))
        {
            string name = strings.Text(table.U32(library + 4));
            foreach (long version in Chain(table, library + table.U32(library + 8), next: 12))
            {
                ushort flags = table.U16(version + 4),
                    index = (ushort)(table.U16(version + 6) & MostVersions);
                string versionName = strings.Text(table.U32(version + 8));
                Add(versions, new NeededVersion(name, versionName, index, (flags & Weak) != 0, table.InFile(version + 4, 2)));
            }
        }

        return versions;
    }

    /// <summary>The versions that the library defines.</summary>
    public static IReadOnlyCollection<string> Defined(ElfFile file)
    {
        HashSet<string> versions = [];
        if (file[DynamicTag.DefinedVersions] is null)
        {
            return versions;
        }

        ElfTable table = file.At(DynamicTag.DefinedVersions),
            strings = Strings(file);
        foreach (long version in Chain(table, 0, next: 16))
        {
            if ((table.U16(version + 2) & Base) == 0)
            {
                versions.Add(strings.Text(table.U32(version + table.U32(version + 12))));
            }
        }

        return versions;
    }

    /// <summary>
    /// The first symbol of one of some versions that a relocation refers to: without it the library cannot be bound. Null where there is
    /// none.
    /// </summary>
    /// <param name="indices">The numbers of the versions.</param>
    /// <returns>The number of the version, and the symbol.</returns>
    public static (ushort Index, string Symbol)? FirstUse(ElfFile file, IReadOnlySet<ushort> indices)
    {
        if (file[DynamicTag.ImplicitRelocations] is not null || file[DynamicTag.PltRelocationsKind] is { } kind and not ExplicitAddends)
        {
            throw new ElfException("has relocations without addends, which x86-64 does not know");
        }

        ElfTable versions = file.At(DynamicTag.SymbolVersions);
        foreach (ElfTable relocations in Relocations(file))
        {
            for (int relocation = 0; relocation < relocations.Length; relocation += RelocationSize)
            {
                uint symbol = (uint)(relocations.U64(relocation + 8) >> 32);
                if (symbol == 0)
                {
                    continue;
                }

                ushort index = (ushort)(versions.U16(2L * symbol) & MostVersions);
                if (indices.Contains(index))
                {
                    return (index, Strings(file).Text(file.At(DynamicTag.SymbolTable).U32((long)SymbolSize * symbol)));
                }
            }
        }

        return null;
    }

    private static IEnumerable<ElfTable> Relocations(ElfFile file)
    {
        (DynamicTag Table, DynamicTag Size)[] kinds =
        [
            (DynamicTag.Relocations, DynamicTag.RelocationsSize),
            (DynamicTag.PltRelocations, DynamicTag.PltRelocationsSize),
        ];
        foreach ((DynamicTag table, DynamicTag size) in kinds)
        {
            if (file[size] is { } bytes and not 0)
            {
                yield return bytes % RelocationSize == 0
                    ? file.At(table, bytes)
                    : throw new ElfException($"{size}: {bytes:N0} bytes are no whole number of relocations of {RelocationSize}");
            }
        }
    }

    private static ElfTable Strings(ElfFile file) =>
        file[DynamicTag.StringTableSize] is { } size
            ? file.At(DynamicTag.StringTable, size)
            : throw new ElfException($"dynamic section: {DynamicTag.StringTableSize} is missing");

    /// <summary>
    /// The entries of a list whose entries say how far the next one is; the last says 0. As steps only go on, no list comes back to where
    /// it was.
    /// </summary>
    private static IEnumerable<long> Chain(ElfTable table, long first, int next)
    {
        long entry = first;
        for (int count = 0; ; count++)
        {
            if (count == MostVersions)
            {
                throw new ElfException($"lists more than {MostVersions:N0} versions");
            }

            yield return entry;
            uint step = table.U32(entry + next);
            if (step == 0)
            {
                yield break;
            }

            entry += step;
        }
    }

    // Each list is bounded, and so is what the lists of all libraries have together.
    private static void Add(List<NeededVersion> versions, NeededVersion version)
    {
        if (versions.Count == MostVersions)
        {
            throw new ElfException($"lists more than {MostVersions:N0} versions");
        }

        versions.Add(version);
    }
}
