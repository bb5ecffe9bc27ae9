using System.Runtime.CompilerServices;

namespace Akida.Formats.Keras;

/// <summary>A file that ends readings which cannot end by themselves: a reader that a crafted file leads in circles, or ever deeper.</summary>
/// <remarks>HDF5 is a web of addresses. An honest file is read about once; the budget is many times that.</remarks>
internal sealed class GuardedStream(string path) : Stream
{
    private readonly FileStream inner = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
    private long budget = (64L << 20) + (64 * new FileInfo(path).Length);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget -= 64 + buffer.Length;
        return budget >= 0 ? inner.Read(buffer) : throw new FormatException("its structure goes in circles");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
