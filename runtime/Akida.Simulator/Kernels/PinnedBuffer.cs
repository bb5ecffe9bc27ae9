namespace Akida.Simulator.Kernels;

/// <summary>
/// Zeroed memory that does not move, aligned to a cache line and with a cache line of slack behind, so that vectors may be read past the
/// end.
/// </summary>
internal sealed unsafe class PinnedBuffer
{
    /// <summary>The size of a cache line in bytes.</summary>
    public const int Alignment = 64;

    /// <summary>The most bytes that there can be.</summary>
    public static readonly long MaximumBytes = Array.MaxLength - (2 * Alignment);

    private readonly byte[] memory;

    /// <summary>Zeroed memory of a number of bytes.</summary>
    public PinnedBuffer(long bytes)
    {
        memory = GC.AllocateArray<byte>(checked((int)(bytes + (2 * Alignment))), pinned: true);
        nint address = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref memory[0]);
        Pointer = (byte*)((address + Alignment - 1) & ~(nint)(Alignment - 1));
    }

    /// <summary>The first byte; valid as long as this object lives.</summary>
    public byte* Pointer { get; }

    /// <summary>A copy of some values.</summary>
    public static PinnedBuffer Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        PinnedBuffer buffer = new((long)values.Length * sizeof(T));
        values.CopyTo(new Span<T>(buffer.Pointer, values.Length));
        return buffer;
    }
}
