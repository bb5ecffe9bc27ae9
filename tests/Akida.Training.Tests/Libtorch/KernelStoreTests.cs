using Akida.Training.Libtorch;

namespace Akida.Training.Tests.Libtorch;

public sealed class KernelStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("akida-torch-").FullName;

    private KernelStore Store => new(Path.Combine(folder, "torch"), "processor: one");

    private string File => Assert.Single(Directory.GetFiles(Path.Combine(folder, "torch")));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_answer_is_remembered_for_its_machine_only()
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
    public void Damaged_or_foreign_content_is_ignored_and_replaced(string content)
    {
        Store.Keep(TorchKernels.Sse41);
        System.IO.File.WriteAllText(File, content);

        Assert.Null(Store.Recall());
        Store.Keep(TorchKernels.NoOneDnn);

        Assert.Same(TorchKernels.NoOneDnn, Store.Recall());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_no_failure()
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "torch"), "a file where the folder should be");

        Store.Keep(TorchKernels.AsIs);

        Assert.Null(Store.Recall());
    }

    [Fact]
    public void The_description_of_this_machine_is_the_same_every_time() =>
        Assert.Equal(CheckedMachine.Describe(), CheckedMachine.Describe());
}
