using System.IO.Hashing;

namespace Akida.Formats.Numpy;

/// <summary>Hands on what is read from another stream, and knows its CRC-32, which .NET's zip archives do not check.</summary>
internal sealed class Crc32Stream(Stream source) : Stream
{
    private readonly Crc32 checksum = new();

    /// <summary>The CRC-32 of what has been read.</summary>
    public uint Checksum => checksum.GetCurrentHashAsUInt32();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = source.Read(buffer);
        checksum.Append(buffer[..read]);
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
