using System.Buffers.Binary;

namespace Akida.Formats.Tests.Hostile;

/// <summary>
/// Where the parts of an HDF5 file begin and end: superblock, object headers with their messages, trees, heaps, symbol tables and data.
/// Goes through a good file on its own, without the reader that is tested.
/// </summary>
internal sealed class Hdf5Boundaries
{
    private readonly byte[] file;
    private readonly SortedSet<long> found = [];
    private readonly HashSet<long> visited = [];

    private Hdf5Boundaries(byte[] file) => this.file = file;

    public static IEnumerable<long> Of(byte[] file)
    {
        Hdf5Boundaries boundaries = new(file);
        const int sizeOfVersion0 = 96,
            rootOfVersion0 = 64,
            sizeOfVersion2 = 48,
            rootOfVersion2 = 36;
        bool old = file[8] < 2;
        boundaries.Add(0, old ? sizeOfVersion0 : sizeOfVersion2);
        boundaries.AddObject(boundaries.Long(old ? rootOfVersion0 : rootOfVersion2));
        for (int at = 0; (at = IndexOf(file, "GCOL"u8, at)) >= 0; at++)
        {
            boundaries.Add(at, boundaries.Long(at + 8));
        }

        return boundaries.found;
    }

    private static int IndexOf(byte[] file, ReadOnlySpan<byte> signature, int start)
    {
        int at = file.AsSpan(start).IndexOf(signature);
        return at < 0 ? at : at + start;
    }

    private void Add(long start, long size) => found.UnionWith([start, Math.Min(start + size, file.Length)]);

    private void AddObject(long at)
    {
        if (!visited.Add(at))
        {
            return;
        }

        if (file[at] == 1)
        {
            const int prefix = 16;
            Add(at, prefix);
            AddMessages(at + prefix, Int(at + 8), typeSize: 2, header: 8, extra: 0);
        }
        else
        {
            byte flags = file[at + 5];
            long size = at + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
            int width = 1 << (flags & 3);
            long length = width switch
            {
                1 => file[size],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan((int)size)),
                4 => Int(size),
                _ => Long(size),
            };
            Add(at, size + width - at);
            AddMessages(size + width, length, typeSize: 1, header: 4, extra: (flags & 4) != 0 ? 2 : 0);
        }
    }

    private void AddMessages(long start, long length, int typeSize, int header, int extra)
    {
        const int link = 6,
            layout = 8,
            continuation = 16,
            symbolTable = 17;
        for (long at = start; at + header + extra <= start + length; )
        {
            int type = typeSize == 1 ? file[at] : BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan((int)at));
            int size = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan((int)at + typeSize));
            long data = at + header + extra;
            Add(at, data + size - at);
            switch (type)
            {
                case symbolTable:
                    AddTree(Long(data), Long(data + 8));
                    break;
                case link when file[data + 1] == 0 || (file[data + 1] & 8) == 0:
                    AddObject(Long(data + size - 8));
                    break;
                case layout when file[data + 1] == 1 && Long(data + 2) > 0:
                    Add(Long(data + 2), Long(data + 10));
                    break;
                case continuation:
                    long block = Long(data),
                        blockLength = Long(data + 8);
                    Add(block, blockLength);
                    int signature = typeSize == 1 ? 4 : 0;
                    AddMessages(block + signature, blockLength - (2 * signature), typeSize, header, extra);
                    break;
            }

            at = data + size;
        }
    }

    private void AddTree(long tree, long heap)
    {
        const int treeHeader = 24,
            heapHeader = 32,
            symbolHeader = 8,
            symbolSize = 40;
        Add(heap, heapHeader);
        Add(Long(heap + 24), Long(heap + 8));
        int children = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan((int)tree + 6));
        Add(tree, treeHeader + (16L * children) + 8);
        for (int child = 0; child < children; child++)
        {
            long node = Long(tree + treeHeader + (16L * child) + 8);
            int symbols = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan((int)node + 6));
            Add(node, symbolHeader + ((long)symbolSize * symbols));
            for (int symbol = 0; symbol < symbols; symbol++)
            {
                AddObject(Long(node + symbolHeader + ((long)symbolSize * symbol) + 8));
            }
        }
    }

    private uint Int(long at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan((int)at));

    private long Long(long at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan((int)at));
}
