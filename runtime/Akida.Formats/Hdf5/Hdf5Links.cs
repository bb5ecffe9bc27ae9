using System.Text;

namespace Akida.Formats.Hdf5;

/// <summary>The members of a group by name. Only hard links count: others can lead out of the file.</summary>
internal static class Hdf5Links
{
    /// <summary>The addresses of the members of the group that has these messages.</summary>
    public static IReadOnlyDictionary<string, ulong> Read(Hdf5Bytes bytes, IReadOnlyList<Hdf5Message> messages)
    {
        Dictionary<string, ulong> links = [];
        foreach (Hdf5Message message in messages)
        {
            switch (message.Type)
            {
                case Hdf5MessageType.SymbolTable:
                    ReadSymbolTable(bytes, message.Open(), links);
                    break;
                case Hdf5MessageType.Link:
                    ReadLink(message.Open(), links);
                    break;
                case Hdf5MessageType.LinkInfo:
                    RefuseIndexed(message.Open());
                    break;
            }
        }

        return links;
    }

    private static void ReadSymbolTable(Hdf5Bytes bytes, Hdf5Cursor message, Dictionary<string, ulong> links)
    {
        Stack<ulong> nodes = new([message.U64()]);
        ReadOnlyMemory<byte> names = ReadLocalHeap(bytes, message.U64());
        while (nodes.TryPop(out ulong address))
        {
            Hdf5Cursor node = bytes.At(address, "B-tree node");
            node.Expect("TREE"u8);
            if (node.U8() != 0)
            {
                throw new FormatException("is damaged: the B-tree of a group is of another kind");
            }

            byte level = node.U8();
            int children = node.U16();
            node.Skip(16);
            bytes.SpendEntries(children);
            for (int i = 0; i < children; i++)
            {
                node.Skip(8);
                ulong child = node.U64();
                if (level > 0)
                {
                    nodes.Push(child);
                }
                else
                {
                    ReadSymbols(bytes, child, names, links);
                }
            }
        }
    }

    private static ReadOnlyMemory<byte> ReadLocalHeap(Hdf5Bytes bytes, ulong address)
    {
        Hdf5Cursor heap = bytes.At(address, "local heap");
        heap.Expect("HEAP"u8);
        heap.Version(0);
        heap.Skip(3);
        ulong size = heap.U64();
        heap.Skip(8);
        return bytes.At(heap.U64(), "local heap", size).Take(size);
    }

    private static void ReadSymbols(Hdf5Bytes bytes, ulong address, ReadOnlyMemory<byte> names, Dictionary<string, ulong> links)
    {
        const uint softLink = 2;
        Hdf5Cursor node = bytes.At(address, "symbol table node");
        node.Expect("SNOD"u8);
        node.Version(1);
        node.Skip(1);
        int count = node.U16();
        bytes.SpendEntries(count);
        for (int i = 0; i < count; i++)
        {
            ulong nameOffset = node.U64(),
                target = node.U64();
            uint kind = node.U32();
            node.Skip(20);
            if (kind != softLink)
            {
                Add(links, ReadName(bytes, names, nameOffset), target);
            }
        }
    }

    private static string ReadName(Hdf5Bytes bytes, ReadOnlyMemory<byte> names, ulong offset)
    {
        ReadOnlySpan<byte> rest = offset < (ulong)names.Length ? names.Span[(int)offset..] : [];
        int length = rest.IndexOf((byte)0);
        if (length <= 0)
        {
            throw new FormatException("is damaged: a group has a member without a name");
        }

        bytes.Spend(length);
        return Encoding.UTF8.GetString(rest[..length]);
    }

    private static void ReadLink(Hdf5Cursor message, Dictionary<string, ulong> links)
    {
        message.Version(1);
        byte flags = message.U8();
        bool isHard = (flags & 0x08) == 0 || message.U8() == 0;
        message.Skip(((flags & 0x04) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0));
        string name = Encoding.UTF8.GetString(message.Take(message.Number(1 << (flags & 3))).Span);
        if (isHard)
        {
            Add(links, name, message.U64());
        }
    }

    private static void RefuseIndexed(Hdf5Cursor message)
    {
        message.Version(0);
        message.Skip((message.U8() & 1) != 0 ? 8 : 0);
        if (message.U64() != Hdf5Bytes.NoAddress)
        {
            throw new FormatException("has a group with indexed links, which Keras does not write and which are not supported");
        }
    }

    private static void Add(Dictionary<string, ulong> links, string name, ulong address)
    {
        if (!links.TryAdd(name, address))
        {
            throw new FormatException($"is damaged: a group has two members '{name}'");
        }
    }
}
