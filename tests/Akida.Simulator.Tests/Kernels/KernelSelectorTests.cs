using Akida.Kernels;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Assembled;
using Akida.Simulator.Tests.Kernels.Assembled;

namespace Akida.Simulator.Tests.Kernels;

/// <summary>Which kernel is taken for a problem; what a machine lacks is asked for its costs all the same.</summary>
public class KernelSelectorTests
{
    private static readonly GemmProblem Pairs = new(64, 3, 48, 32, StorageKind.Int16, 255, StorageKind.Int8, 127);
    private static readonly GemmProblem Bytes = Pairs with { Input = StorageKind.UInt8 };

    [Theory]
    [InlineData("scalar", "scalar 1x16x2 i16·i16", "scalar 1x16x4 u8·i8")]
    [InlineData("avx2", "avx2 4x16x2 i16·i16", "scalar 1x16x4 u8·i8")]
    [InlineData("avxvnni", "avxvnni 4x16x2 i16·i16", "avxvnni 4x16x4 u8·i8")]
    [InlineData("neon", "neon 2x16x2 i16·i16", "scalar 1x16x4 u8·i8")]
    public void The_cheapest_kernel_that_is_exact_is_taken(string set, string pairs, string bytes) =>
        AssertTaken(KernelSets.Unassembled.Single(each => each.Name == set), pairs, bytes);

    [Theory]
    [InlineData("avx2", "avx2 assembled 6x16x2 i16·i16", null)]
    [InlineData("avxvnni", "avxvnni assembled 6x16x2 i16·i16", "avxvnni assembled 6x16x4 u8·i8")]
    [InlineData("avx512vnni", "avx512vnni 6x16x2 i16·i16", "avx512vnni 6x16x4 u8·i8")]
    public void What_is_assembled_is_cheaper(string name, string pairs, string? bytes)
    {
        VectorSet set = VectorSet.All.Single(set => set.Name == name);
        KernelSet plain = KernelSets.Unassembled.Single(each => each.Name == (set.IsWide ? "avxvnni" : name));

        AssertTaken(CodeInterpreter.Kernels(set, plain, "interpreted", CallConvention.SystemV), pairs, bytes);
    }

    /// <summary>Sums of two products lie in 16 bits for as many groups as the ranges allow; <c>vpmaddubsw</c> pays from eight on.</summary>
    [Theory]
    [InlineData(15, 7, true)]
    [InlineData(255, 8, true)]
    [InlineData(255, 9, false)]
    [InlineData(255, 127, false)]
    public void On_avx2_bytes_are_cheaper_where_sixteen_bits_hold_eight_groups(long inputBound, long weightBound, bool areCheaper)
    {
        KernelSelector kernels = new(KernelSets.Unassembled.Single(each => each.Name == "avx2"));
        GemmProblem bytes = Bytes with { InputBound = inputBound, WeightBound = weightBound };

        Assert.Equal(areCheaper, kernels.Gemm(bytes).Cost <= kernels.Gemm(bytes with { Input = StorageKind.Int16 }).Cost);
    }

    /// <summary>Where code is assembled, sixteen bits need not hold more than one group.</summary>
    [Theory]
    [InlineData(StorageKind.UInt8, 15, 7, true)]
    [InlineData(StorageKind.UInt8, 255, 8, true)]
    [InlineData(StorageKind.UInt8, 255, 64, true)]
    [InlineData(StorageKind.UInt8, 255, 65, false)]
    [InlineData(StorageKind.UInt8, 255, 127, false)]
    [InlineData(StorageKind.Int8, 8, 7, true)]
    [InlineData(StorageKind.Int8, 128, 63, true)]
    [InlineData(StorageKind.Int8, 128, 64, false)]
    public void On_avx2_assembled_bytes_are_cheaper_where_sixteen_bits_hold_a_group(
        StorageKind input,
        long inputBound,
        long weightBound,
        bool areCheaper
    )
    {
        KernelSet plain = KernelSets.Unassembled.Single(each => each.Name == "avx2");
        KernelSelector kernels = new(CodeInterpreter.Kernels(VectorSet.Avx2, plain, "interpreted", CallConvention.SystemV));
        GemmProblem bytes = Bytes with { Input = input, InputBound = inputBound, WeightBound = weightBound };

        Assert.Equal(areCheaper, kernels.Gemm(bytes).Name == $"avx2 assembled 6x16x4 {input.ShortName()}·i8");
        Assert.Equal(areCheaper, kernels.Gemm(bytes).Cost <= kernels.Gemm(bytes with { Input = StorageKind.Int16 }).Cost);
    }

    [Theory]
    [InlineData("scalar")]
    [InlineData("avxvnni")]
    public void Wide_weights_are_for_no_kernel_of_bytes(string set)
    {
        KernelSelector kernels = new(KernelSets.All.Single(each => each.Name == set));

        Assert.Throws<InvalidOperationException>(() => kernels.Gemm(Bytes with { Weights = StorageKind.Int16, WeightBound = 200 }));
    }

    private static void AssertTaken(KernelSet set, string pairs, string? bytes)
    {
        KernelSelector kernels = new(set);

        Assert.Equal(pairs, kernels.Gemm(Pairs).Name);
        if (bytes is not null)
        {
            Assert.Equal(bytes, kernels.Gemm(Bytes).Name);
        }
    }

    [Fact]
    public void Every_chosen_kernel_is_found_by_its_name()
    {
        foreach (KernelSet set in KernelSets.All)
        {
            KernelSelector kernels = new(set);
            Assert.Equal(kernels.Gemm(Pairs).Format, kernels.GemmNamed(kernels.Gemm(Pairs).Name).Format);
            Assert.Equal(kernels.Gemm(Bytes).Format, kernels.GemmNamed(kernels.Gemm(Bytes).Name).Format);
        }
    }
}
