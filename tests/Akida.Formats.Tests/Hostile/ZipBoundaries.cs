using System.Buffers.Binary;

namespace Akida.Formats.Tests.Hostile;

/// <summary>
/// Where the parts of a zip archive begin and end: local headers, names, data, the directory's entries and the end record.
/// </summary>
internal static class ZipBoundaries
{
    public static IEnumerable<long> Of(byte[] file)
    {
        const int endSize = 22,
            entryHeader = 46,
            localHeader = 30;
        int end = file.AsSpan().LastIndexOf("PK\u0005\u0006"u8),
            entries = U16(end + 10),
            at = (int)U32(end + 16);
        yield return at;
        for (int i = 0; i < entries; i++)
        {
            int local = (int)U32(at + 42),
                data = local + localHeader + U16(local + 26) + U16(local + 28);
            yield return local;
            yield return local + localHeader;
            yield return data;
            yield return data + U32(at + 20);
            yield return at + entryHeader;
            at += entryHeader + U16(at + 28) + U16(at + 30) + U16(at + 32);
            yield return at;
        }

        yield return end;
        yield return end + endSize;

        int U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(offset));

        uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(offset));
    }
}
