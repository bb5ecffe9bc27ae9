using System.Buffers.Binary;
using System.Text;

namespace Akida.WeakVersions;

/// <summary>A range of a file from which little-endian numbers are read; what reaches beyond it is an <see cref="ElfException"/>.</summary>
/// <param name="bytes">The whole file.</param>
/// <param name="start">Where the range starts in the file.</param>
/// <param name="length">How many bytes it has.</param>
/// <param name="name">What it is, for messages.</param>
internal sealed class ElfTable(byte[] bytes, int start, int length, string name)
{
    /// <summary>
    /// No name in a real library is nearly as long; a search for the end of one that has none must not go through the whole file each time.
    /// </summary>
    private const int LongestName = 4096;

    /// <summary>How many bytes the range has.</summary>
    public int Length => length;

    /// <summary>The place in the file of a place in the range.</summary>
    public int InFile(long offset, int size) =>
        offset >= 0 && offset <= length - size
            ? start + (int)offset
            : throw new ElfException($"{name}: {size} bytes at {offset:N0} are beyond its {length:N0} bytes");

    public ushort U16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(InFile(offset, 2)));

    public uint U32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(InFile(offset, 4)));

    public ulong U64(long offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(InFile(offset, 8)));

    /// <summary>The text at a place, which ends with a zero byte.</summary>
    public string Text(long offset)
    {
        int first = InFile(offset, 1);
        ReadOnlySpan<byte> rest = bytes.AsSpan(first, Math.Min(start + length - first, LongestName));
        int end = rest.IndexOf((byte)0);
        return end >= 0 ? Encoding.UTF8.GetString(rest[..end]) : throw new ElfException($"{name}: the name at {offset:N0} has no end");
    }
}
