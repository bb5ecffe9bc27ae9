namespace Akida.Simulator.Kernels.Assembled;

/// <summary>How taps are brought beside each other, so that an instruction adds the products of several.</summary>
/// <param name="Together">Rows of taps that are interleaved.</param>
/// <param name="Vectors">Registers of 32-bit sums, of a register of each row.</param>
/// <param name="Interleaved">Registers of interleaved values, and of what products are added to.</param>
/// <param name="Registers">Registers that interleaving or storing needs.</param>
internal sealed record InterleavedTaps(int Together, int Vectors, int Interleaved, int Registers)
{
    private static readonly InterleavedTaps Bytes = new(4, 4, 4, 7),
        PairsOfBytes = new(2, 4, 2, 7),
        Words = new(2, 2, 2, 3);

    /// <summary>Whether products of bytes are added in 16 bits, which become 32 in the end.</summary>
    public bool IsPaired => Interleaved < Vectors;

    /// <summary>How it is done where inputs are stored so.</summary>
    public static InterleavedTaps Of(VectorSet set, StorageKind input) =>
        input == StorageKind.Int16 ? Words
        : set.HasDotProducts ? Bytes
        : PairsOfBytes;

    /// <summary>How a kernel reads that does it.</summary>
    public KernelFormat Format(VectorSet set, StorageKind input) =>
        new(1, Vectors * set.Sums, Together, input, input == StorageKind.Int16 ? StorageKind.Int16 : StorageKind.Int8);
}
