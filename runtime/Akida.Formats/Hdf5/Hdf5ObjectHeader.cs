namespace Akida.Formats.Hdf5;

/// <summary>The kinds of messages in an object header that matter here.</summary>
internal enum Hdf5MessageType
{
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    Link = 0x06,
    ExternalFiles = 0x07,
    DataLayout = 0x08,
    FilterPipeline = 0x0b,
    Attribute = 0x0c,
    Continuation = 0x10,
    SymbolTable = 0x11,
    AttributeInfo = 0x15,
}

/// <summary>A message of an object header.</summary>
internal readonly record struct Hdf5Message(Hdf5MessageType Type, bool IsShared, ReadOnlyMemory<byte> Data)
{
    /// <summary>Reads the message.</summary>
    /// <exception cref="FormatException">It only points to another one, which these files do not need.</exception>
    public Hdf5Cursor Open() =>
        IsShared
            ? throw new FormatException($"has a shared {Type} message, which is not supported")
            : new Hdf5Cursor(Data, $"{Type} message");
}

/// <summary>Object headers: the messages that say what a group or a dataset is.</summary>
internal static class Hdf5ObjectHeader
{
    private const byte SharedFlag = 0x02;

    private const int ChecksumSize = 4;

    /// <summary>All messages of the header at an address.</summary>
    public static IReadOnlyList<Hdf5Message> Read(Hdf5Bytes bytes, ulong address)
    {
        Hdf5Cursor start = bytes.At(address, "object header");
        return start.U8() == 1 ? ReadVersion1(bytes, start) : ReadVersion2(bytes, bytes.At(address, "object header"));
    }

    private static List<Hdf5Message> ReadVersion1(Hdf5Bytes bytes, Hdf5Cursor header)
    {
        header.Skip(1);
        int count = header.U16();
        header.Skip(4);
        uint size = header.U32();
        header.Skip(4);

        List<Hdf5Message> messages = [];
        Queue<Hdf5Cursor> blocks = new([new Hdf5Cursor(header.Take(size), "object header")]);
        while (blocks.TryDequeue(out Hdf5Cursor? block))
        {
            while (block.Left >= 8 && messages.Count < count)
            {
                var type = (Hdf5MessageType)block.U16();
                ushort length = block.U16();
                byte flags = block.U8();
                block.Skip(3);
                bytes.SpendEntries(1);
                messages.Add(new Hdf5Message(type, (flags & SharedFlag) != 0, block.Take(length)));
                if (type == Hdf5MessageType.Continuation)
                {
                    blocks.Enqueue(Continue(bytes, messages[^1]));
                }
            }
        }

        return messages;
    }

    private static List<Hdf5Message> ReadVersion2(Hdf5Bytes bytes, Hdf5Cursor header)
    {
        header.Expect("OHDR"u8);
        header.Version(2);
        byte flags = header.U8();
        bool hasTimes = (flags & 0x20) != 0,
            hasAttributeLimits = (flags & 0x10) != 0,
            hasOrder = (flags & 0x04) != 0;
        header.Skip((hasTimes ? 16 : 0) + (hasAttributeLimits ? 4 : 0));
        ulong size = header.Number(1 << (flags & 3));

        List<Hdf5Message> messages = [];
        Queue<Hdf5Cursor> blocks = new([new Hdf5Cursor(header.Take(size), "object header")]);
        int prefix = hasOrder ? 6 : 4;
        while (blocks.TryDequeue(out Hdf5Cursor? block))
        {
            while (block.Left >= prefix)
            {
                var type = (Hdf5MessageType)block.U8();
                ushort length = block.U16();
                byte messageFlags = block.U8();
                block.Skip(prefix - 4);
                bytes.SpendEntries(1);
                messages.Add(new Hdf5Message(type, (messageFlags & SharedFlag) != 0, block.Take(length)));
                if (type == Hdf5MessageType.Continuation)
                {
                    Hdf5Cursor next = Continue(bytes, messages[^1]);
                    next.Expect("OCHK"u8);
                    blocks.Enqueue(new Hdf5Cursor(next.Take((ulong)Math.Max(next.Left - ChecksumSize, 0)), "object header"));
                }
            }
        }

        return messages;
    }

    private static Hdf5Cursor Continue(Hdf5Bytes bytes, Hdf5Message message)
    {
        Hdf5Cursor cursor = message.Open();
        ulong address = cursor.U64();
        return bytes.At(address, "object header", cursor.U64());
    }
}
