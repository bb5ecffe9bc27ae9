namespace Akida.Training.Tests.Libtorch;

public class TorchKernelsTests
{
    [Theory]
    [InlineData("as-is")]
    [InlineData("sse41")]
    [InlineData("no-onednn")]
    public void ANameForcesAWay(string name) => Assert.Equal(name, TorchKernels.Named(name.ToUpperInvariant())!.Name);

    [Fact]
    public void WithoutANameNothingIsForced() => Assert.Null(TorchKernels.Named(""));

    [Fact]
    public void AnUnknownNameIsRefusedWithTheAllowedOnes()
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => TorchKernels.Named("avx2"));

        Assert.Equal("AKIDA_TORCH_KERNELS is 'avx2', must be one of as-is, sse41, no-onednn", error.Message);
    }
}
