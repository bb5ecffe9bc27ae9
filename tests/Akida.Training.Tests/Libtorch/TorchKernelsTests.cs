namespace Akida.Training.Tests.Libtorch;

public class TorchKernelsTests
{
    [Theory]
    [InlineData("as-is")]
    [InlineData("sse41")]
    [InlineData("no-onednn")]
    public void A_name_forces_a_way(string name) => Assert.Equal(name, TorchKernels.Named(name.ToUpperInvariant())!.Name);

    [Fact]
    public void Without_a_name_nothing_is_forced() => Assert.Null(TorchKernels.Named(""));

    [Fact]
    public void An_unknown_name_is_refused_with_the_allowed_ones()
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => TorchKernels.Named("avx2"));

        Assert.Equal("AKIDA_TORCH_KERNELS is 'avx2', must be one of as-is, sse41, no-onednn", error.Message);
    }
}
