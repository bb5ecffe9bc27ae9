using Akida.Simulator.Kernels;

namespace Akida.Simulator.Tests;

public class KernelSetsTests
{
    [Fact]
    public void Without_a_name_the_fastest_supported_set_is_chosen() => Assert.Same(KernelSets.Supported.First(), KernelSets.Select(null));

    [Fact]
    public void A_name_forces_a_set() => Assert.Equal("scalar", KernelSets.Select("Scalar").Name);

    [Fact]
    public void An_unknown_name_is_refused_with_the_allowed_ones()
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => KernelSets.Select("mmx"));

        Assert.StartsWith(
            "AKIDA_KERNELS is 'mmx', must be one of avx512vnni, avxvnni, avx2, neon, scalar",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Where_nothing_may_be_assembled_another_set_is_the_fastest()
    {
        IReadOnlyList<KernelSet> sets = KernelSets.Unassembled;

        Assert.False(sets.Single(set => set.Name == "avx512vnni").IsSupported);
        Assert.Equal(KernelSets.Supported.First(set => set.Name != "avx512vnni").Name, sets.First(set => set.IsSupported).Name);
    }

    [Fact]
    public void A_set_that_the_machine_lacks_is_refused()
    {
        KernelSet? missing = KernelSets.All.FirstOrDefault(set => !set.IsSupported);
        Assert.SkipWhen(missing is null, "this machine has them all");

        NotSupportedException error = Assert.Throws<NotSupportedException>(() => KernelSets.Select(missing.Name));

        Assert.Contains($"'{missing.Name}', which this machine cannot run", error.Message, StringComparison.Ordinal);
    }
}
