namespace Akida.Simulator.Kernels.Assembled;

/// <summary>How taps are brought beside each other, so that an instruction adds the products of several.</summary>
/// <param name="Together">Rows of taps that are interleaved.</param>
/// <param name="Vectors">Registers of sums, of a register of each row.</param>
/// <param name="Registers">Registers that interleaving needs.</param>
internal sealed record InterleavedTaps(int Together, int Vectors, int Registers)
{
    private static readonly InterleavedTaps Bytes = new(4, 4, 7),
        Words = new(2, 2, 3);

    /// <summary>How it is done where inputs are stored so.</summary>
    public static InterleavedTaps Of(StorageKind input) => input == StorageKind.Int16 ? Words : Bytes;

    /// <summary>How a kernel reads that does it.</summary>
    public KernelFormat Format(VectorSet set, StorageKind input) =>
        new(1, Vectors * set.Sums, Together, input, input == StorageKind.Int16 ? StorageKind.Int16 : StorageKind.Int8);
}
