using Akida.Training.Libtorch;

namespace Akida.Training.Tests.Libtorch;

public sealed class KernelStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("akida-torch-").FullName;

    private KernelStore Store => new(Path.Combine(folder, "torch"), "processor: one");

    private string File => Assert.Single(Directory.GetFiles(Path.Combine(folder, "torch")));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AnAnswerIsRememberedForItsMachineOnly()
    {
        Assert.Null(Store.Recall());

        Store.Keep(TorchKernels.Sse41);

        Assert.Same(TorchKernels.Sse41, Store.Recall());
        Assert.Null(new KernelStore(Path.Combine(folder, "torch"), "processor: two").Recall());
        Assert.Equal("processor: one\nkernels: sse41\n", System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("processor: one\nkernels: sse4")]
    [InlineData("processor: one\nkernels: fast\n")]
    [InlineData("processor: two\nkernels: sse41\n")]
    [InlineData("processor: one\nkernels: sse41\nprocessor: one\nkernels: as-is\n")]
    public void DamagedOrForeignContentIsIgnoredAndReplaced(string content)
    {
        Store.Keep(TorchKernels.Sse41);
        System.IO.File.WriteAllText(File, content);

        Assert.Null(Store.Recall());
        Store.Keep(TorchKernels.NoOneDnn);

        Assert.Same(TorchKernels.NoOneDnn, Store.Recall());
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsNoFailure()
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "torch"), "a file where the folder should be");

        Store.Keep(TorchKernels.AsIs);

        Assert.Null(Store.Recall());
    }

    [Fact]
    public void TheDescriptionOfThisMachineIsTheSameEveryTime() => Assert.Equal(CheckedMachine.Describe(), CheckedMachine.Describe());
}
