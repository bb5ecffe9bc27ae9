namespace Akida.Simulator.Kernels.Assembled;

/// <summary>What code is assembled for: how wide its vectors are, how many there are, and how products are added.</summary>
/// <param name="Name">The name of the kernel set.</param>
/// <param name="Bytes">Bytes of a register.</param>
/// <param name="Registers">How many registers there are.</param>
/// <param name="HasDotProducts">Whether one instruction multiplies and adds to 32-bit sums (VNNI).</param>
/// <param name="MostVectors">Registers of a block of sums.</param>
internal sealed record VectorSet(string Name, int Bytes, int Registers, bool HasDotProducts, int MostVectors)
{
    /// <summary>256 bits; products of 16-bit integers are added by two instructions.</summary>
    public static VectorSet Avx2 { get; } = new("avx2", 32, 16, HasDotProducts: false, MostVectors: 2);

    /// <summary>256 bits.</summary>
    public static VectorSet AvxVnni { get; } = Avx2 with { Name = "avxvnni", HasDotProducts = true };

    /// <summary>512 bits, with masks.</summary>
    public static VectorSet Avx512Vnni { get; } = new("avx512vnni", 64, 32, HasDotProducts: true, MostVectors: 4);

    /// <summary>All sets.</summary>
    public static IReadOnlyList<VectorSet> All { get; } = [Avx512Vnni, AvxVnni, Avx2];

    /// <summary>What kernels that are assembled for it are called.</summary>
    public string KernelName => IsWide ? Name : $"{Name} assembled";

    /// <summary>Instructions that multiply the values of a register and add the products.</summary>
    public int ProductInstructions => HasDotProducts ? 1 : 2;

    /// <summary>Whether it has registers of 512 bits, broadcasts in instructions, and masks.</summary>
    public bool IsWide => Bytes == 64;

    /// <summary>32-bit sums in a register.</summary>
    public int Sums => Bytes / sizeof(int);

    /// <summary>The sums of a block.</summary>
    public int Block => Sums * MostVectors;

    /// <summary>Registers that hold the sums of some channels, at most <see cref="Block"/>: without masks, always a whole block.</summary>
    public int Vectors(int channels) => IsWide ? (channels + Sums - 1) / Sums : MostVectors;
}
