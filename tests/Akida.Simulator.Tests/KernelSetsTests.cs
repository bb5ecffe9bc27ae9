using Akida.Simulator.Kernels;

namespace Akida.Simulator.Tests;

public class KernelSetsTests
{
    [Fact]
    public void WithoutANameTheFastestSupportedSetIsChosen() => Assert.Same(KernelSets.Supported.First(), KernelSets.Select(null));

    [Fact]
    public void ANameForcesASet() => Assert.Equal("scalar", KernelSets.Select("Scalar").Name);

    [Fact]
    public void AnUnknownNameIsRefusedWithTheAllowedOnes()
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => KernelSets.Select("mmx"));

        Assert.StartsWith("AKIDA_KERNELS is 'mmx', must be one of avxvnni, avx2, neon, scalar", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASetThatTheMachineLacksIsRefused()
    {
        KernelSet? missing = KernelSets.All.FirstOrDefault(set => !set.IsSupported);
        Assert.SkipWhen(missing is null, "this machine has them all");

        NotSupportedException error = Assert.Throws<NotSupportedException>(() => KernelSets.Select(missing.Name));

        Assert.Contains($"'{missing.Name}', which this machine cannot run", error.Message, StringComparison.Ordinal);
    }
}
