namespace Akida.WeakVersions;

/// <summary>
/// A shared library of x86-64 as the dynamic linker sees it: its segments and its dynamic section, not its sections, which the linker
/// ignores. The file is hostile: every number in it is checked before it is followed.
/// </summary>
internal sealed class ElfFile
{
    private const int HeaderSize = 64,
        SegmentSize = 56,
        DynamicEntrySize = 16;
    private const ushort SharedObject = 3,
        X86X64 = 62;
    private const uint Loaded = 1,
        Dynamic = 2;

    /// <summary>The magic number, 64 bits, little-endian, version 1.</summary>
    private static readonly byte[] Identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];

    private readonly byte[] bytes;
    private readonly List<Segment> segments = [];
    private readonly Dictionary<DynamicTag, ulong> dynamic = [];

    /// <summary>Reads headers and dynamic section.</summary>
    /// <exception cref="ElfException">The file is no shared library of x86-64, or damaged.</exception>
    public ElfFile(byte[] bytes)
    {
        this.bytes = bytes;
        if (bytes.Length < HeaderSize || !bytes.AsSpan().StartsWith(Identification))
        {
            throw new ElfException("is no little-endian ELF64 file");
        }

        ElfTable file = new(bytes, 0, bytes.Length, "file");
        (ushort type, ushort machine, ushort segmentSize) = (file.U16(16), file.U16(18), file.U16(54));
        if (type != SharedObject || machine != X86X64)
        {
            throw new ElfException(
                $"is of type {type} for machine {machine}, must be a shared library ({SharedObject}) for x86-64 ({X86X64})"
            );
        }

        if (segmentSize != SegmentSize)
        {
            throw new ElfException($"has program headers of {segmentSize} bytes, must be {SegmentSize}");
        }

        ReadSegments(Part(file.U64(32), (ulong)file.U16(56) * SegmentSize, "program headers"));
    }

    /// <summary>The value of a dynamic entry, null where there is none.</summary>
    public ulong? this[DynamicTag tag] => dynamic.TryGetValue(tag, out ulong value) ? value : null;

    /// <summary>What is loaded at the address that a dynamic entry gives.</summary>
    /// <param name="size">How many bytes; all that follow in the segment if null.</param>
    public ElfTable At(DynamicTag tag, ulong? size = null)
    {
        ulong address = this[tag] ?? throw new ElfException($"dynamic section: {tag} is missing");
        foreach (Segment segment in segments)
        {
            ulong offset = unchecked(address - segment.Address);
            if (address >= segment.Address && offset < segment.Size)
            {
                ulong rest = segment.Size - offset;
                return size <= rest || size is null
                    ? new ElfTable(bytes, segment.Start + (int)offset, (int)(size ?? rest), tag.ToString())
                    : throw new ElfException($"{tag}: {size:N0} bytes at 0x{address:x} are beyond the segment there");
            }
        }

        throw new ElfException($"{tag}: 0x{address:x} is in no segment");
    }

    private void ReadSegments(ElfTable headers)
    {
        ElfTable? entries = null;
        for (int header = 0; header < headers.Length; header += SegmentSize)
        {
            (ulong start, ulong address, ulong size) = (headers.U64(header + 8), headers.U64(header + 16), headers.U64(header + 32));
            switch (headers.U32(header))
            {
                case Loaded:
                    _ = Part(start, size, "segment");
                    segments.Add(new Segment(address, (int)start, size));
                    break;
                case Dynamic:
                    entries = Part(start, size, "dynamic section");
                    break;
                default:
                    break;
            }
        }

        if (entries is null)
        {
            throw new ElfException("has no dynamic section");
        }

        for (int entry = 0; entries.U64(entry) != 0; entry += DynamicEntrySize)
        {
            dynamic[(DynamicTag)entries.U64(entry)] = entries.U64(entry + 8);
        }
    }

    private ElfTable Part(ulong start, ulong size, string name) =>
        start <= (ulong)bytes.Length && size <= (ulong)bytes.Length - start
            ? new ElfTable(bytes, (int)start, (int)size, name)
            : throw new ElfException($"{name}: {size:N0} bytes at {start:N0} are beyond the file's {bytes.Length:N0} bytes");

    private readonly record struct Segment(ulong Address, int Start, ulong Size);
}

/// <summary>The dynamic entries that are about symbols, versions and relocations.</summary>
internal enum DynamicTag : ulong
{
    StringTable = 5,
    SymbolTable = 6,
    Relocations = 7,
    RelocationsSize = 8,
    StringTableSize = 10,
    ImplicitRelocations = 17,
    PltRelocationsSize = 2,
    PltRelocationsKind = 20,
    PltRelocations = 23,
    SymbolVersions = 0x6FFFFFF0,
    DefinedVersions = 0x6FFFFFFC,
    NeededVersions = 0x6FFFFFFE,
}
