namespace Akida.Formats.Hdf5;

/// <summary>The global heap: the bytes of texts of variable length, in collections.</summary>
internal sealed class Hdf5GlobalHeap(Hdf5Bytes bytes)
{
    /// <summary>The size of a reference to the heap: a length, a collection's address and an index in it.</summary>
    public const int ReferenceSize = 16;

    private readonly Dictionary<ulong, Dictionary<ushort, ReadOnlyMemory<byte>>> collections = [];

    /// <summary>The bytes that a reference stands for.</summary>
    public ReadOnlyMemory<byte> Read(Hdf5Cursor reference)
    {
        uint length = reference.U32();
        ulong address = reference.U64();
        uint index = reference.U32();
        if (length == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (!collections.TryGetValue(address, out Dictionary<ushort, ReadOnlyMemory<byte>>? collection))
        {
            collections.Add(address, collection = ReadCollection(address));
        }

        return
            index <= ushort.MaxValue
            && collection.TryGetValue((ushort)index, out ReadOnlyMemory<byte> found)
            && length <= (uint)found.Length
            ? found[..(int)length]
            : throw new FormatException($"is damaged: the global heap at {address} has no object {index} of {length} bytes");
    }

    private Dictionary<ushort, ReadOnlyMemory<byte>> ReadCollection(ulong address)
    {
        const int headerSize = 16;
        Hdf5Cursor start = bytes.At(address, "global heap");
        start.Expect("GCOL"u8);
        start.Version(1);
        start.Skip(3);
        Hdf5Cursor objects = bytes.At(address, "global heap", start.U64());
        objects.Skip(headerSize);

        Dictionary<ushort, ReadOnlyMemory<byte>> collection = [];
        while (objects.Left >= headerSize)
        {
            ushort index = objects.U16();
            objects.Skip(6);
            ulong size = objects.U64();

            // Object 0 is the free space at the end.
            if (index == 0)
            {
                break;
            }

            bytes.SpendEntries(1);
            collection[index] = objects.Take(size);
            objects.Skip((int)Math.Min((8 - (size % 8)) % 8, (ulong)objects.Left));
        }

        return collection;
    }
}
