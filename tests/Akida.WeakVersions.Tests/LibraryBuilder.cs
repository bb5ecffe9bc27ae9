using System.Buffers.Binary;
using System.Text;

namespace Akida.WeakVersions.Tests;

/// <summary>Writes small shared libraries with nothing but what the dynamic linker reads about versions.</summary>
internal sealed class LibraryBuilder
{
    /// <summary>Where the file's bytes are loaded, so that an address is never a place in the file by chance.</summary>
    public const int Address = 0x10000;

    private const int HeaderSize = 64,
        SegmentSize = 56;

    private readonly List<(string Library, string[] Versions)> needed = [];
    private readonly List<string> defined = [];
    private readonly List<(string Name, string? Version)> symbols = [];
    private readonly List<string> relocations = [],
        pltRelocations = [];
    private readonly Dictionary<ulong, ulong> entries = [];

    /// <summary>Where the parts of the last built library are in its bytes.</summary>
    public Dictionary<string, int> Places { get; } = [];

    public LibraryBuilder Needs(string library, params string[] versions)
    {
        needed.Add((library, versions));
        return this;
    }

    public LibraryBuilder Defines(params string[] versions)
    {
        defined.AddRange(versions);
        return this;
    }

    /// <summary>A symbol of another library, of one of the needed versions.</summary>
    public LibraryBuilder HasSymbol(string name, string? version = null)
    {
        symbols.Add((name, version));
        return this;
    }

    /// <summary>A relocation of data that refers to a symbol.</summary>
    public LibraryBuilder Relocates(string symbol)
    {
        relocations.Add(symbol);
        return this;
    }

    /// <summary>A relocation of a call that refers to a symbol.</summary>
    public LibraryBuilder Calls(string symbol)
    {
        pltRelocations.Add(symbol);
        return this;
    }

    /// <summary>A dynamic entry in place of the one there would be, or beside all others.</summary>
    public LibraryBuilder Sets(DynamicTag tag, ulong value)
    {
        entries[(ulong)tag] = value;
        return this;
    }

    public byte[] Build()
    {
        List<byte> strings = [0];
        int Name(string text)
        {
            int place = strings.Count;
            strings.AddRange([.. Encoding.UTF8.GetBytes(text), 0]);
            return place;
        }

        Dictionary<string, int> indices = [];
        List<byte> file = [.. new byte[HeaderSize + (2 * SegmentSize)]];
        SortedDictionary<ulong, ulong> dynamic = new() { [(ulong)DynamicTag.PltRelocationsKind] = 7 };
        void Part(DynamicTag tag, IEnumerable<byte> bytes, DynamicTag? size = null)
        {
            byte[] part = [.. bytes];
            dynamic[(ulong)tag] = (ulong)(Address + file.Count);
            if (size is { } sizeTag)
            {
                dynamic[(ulong)sizeTag] = (ulong)part.Length;
            }

            Places[tag.ToString()] = file.Count;
            file.AddRange(part);
        }

        if (needed.Count > 0)
        {
            Part(DynamicTag.NeededVersions, needed.SelectMany((need, i) => NeedEntry(need.Library, need.Versions, i == needed.Count - 1)));
        }

        if (defined.Count > 0)
        {
            // The first is the library's own name, as the linker writes it.
            string[] all = ["libother.so", .. defined];
            Part(
                DynamicTag.DefinedVersions,
                all.SelectMany(
                    (version, i) =>
                    {
                        byte[] numbers = [.. U16(1), .. U16(i == 0 ? 1 : 0), .. U16(i + 1), .. U16(1)];
                        byte[] steps = [.. U32(0), .. U32(20), .. U32(i == all.Length - 1 ? 0 : 28)];
                        return (byte[])[.. numbers, .. steps, .. U32(Name(version)), .. U32(0)];
                    }
                )
            );
        }

        // Symbol 0 is none.
        byte[] Symbol(string name) => [.. U32(Name(name)), .. new byte[20]];
        Part(DynamicTag.SymbolTable, [.. new byte[24], .. symbols.SelectMany(symbol => Symbol(symbol.Name))]);
        byte[] Version(string? name) => U16(name is null ? 1 : indices[name]);
        Part(DynamicTag.SymbolVersions, [.. U16(0), .. symbols.SelectMany(symbol => Version(symbol.Version))]);
        Part(DynamicTag.Relocations, relocations.SelectMany(Relocation), DynamicTag.RelocationsSize);
        Part(DynamicTag.PltRelocations, pltRelocations.SelectMany(Relocation), DynamicTag.PltRelocationsSize);
        Part(DynamicTag.StringTable, strings, DynamicTag.StringTableSize);
        foreach ((ulong tag, ulong value) in entries)
        {
            dynamic[tag] = value;
        }

        int dynamicPlace = file.Count;
        Places["Dynamic"] = dynamicPlace;
        file.AddRange(dynamic.SelectMany(entry => (byte[])[.. U64(entry.Key), .. U64(entry.Value)]));
        file.AddRange(new byte[16]);
        byte[] built = [.. file];
        Header(built, dynamicPlace);
        return built;

        byte[] NeedEntry(string library, string[] versions, bool last)
        {
            int size = 16 + (16 * versions.Length);
            List<byte> entry = [.. U16(1), .. U16(versions.Length), .. U32(Name(library)), .. U32(16), .. U32(last ? 0 : size)];
            for (int i = 0; i < versions.Length; i++)
            {
                indices[versions[i]] = indices.Count + 2;
                int before = needed.TakeWhile(need => need.Library != library).Sum(need => 16 + (16 * need.Versions.Length));
                Places[versions[i]] = file.Count + before + entry.Count;
                entry.AddRange([.. U32(0), .. U16(0), .. U16(indices[versions[i]])]);
                entry.AddRange([.. U32(Name(versions[i])), .. U32(i == versions.Length - 1 ? 0 : 16)]);
            }

            return [.. entry];
        }

        IEnumerable<byte> Relocation(string symbol)
        {
            ulong index = (ulong)symbols.FindIndex(other => other.Name == symbol) + 1;
            return [.. U64(0), .. U64((index << 32) | 6), .. U64(0)];
        }
    }

    private static void Header(byte[] file, int dynamicPlace)
    {
        ((byte[])[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(file, 0);
        ((byte[])[.. U16(3), .. U16(62), .. U32(1)]).CopyTo(file, 16);
        U64(HeaderSize).CopyTo(file, 32);
        ((byte[])[.. U16(HeaderSize), .. U16(SegmentSize), .. U16(2)]).CopyTo(file, 52);
        int size = file.Length;
        Segment(1, 0, size).CopyTo(file, HeaderSize);
        Segment(2, dynamicPlace, size - dynamicPlace).CopyTo(file, HeaderSize + SegmentSize);
    }

    private static byte[] Segment(int type, int place, int size) =>
        [
            .. U32(type),
            .. U32(4),
            .. U64((ulong)place),
            .. U64((ulong)(Address + place)),
            .. U64(0),
            .. U64((ulong)size),
            .. U64((ulong)size),
            .. U64(1),
        ];

    private static byte[] U16(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] U32(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] U64(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
