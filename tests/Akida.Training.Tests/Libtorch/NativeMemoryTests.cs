using Akida.Training.Libtorch;
using TorchSharp;

namespace Akida.Training.Tests.Libtorch;

public class NativeMemoryTests
{
    private const int Blocks = 8,
        Rounds = 10,
        BytesInBlock = NativeMemory.LargestKeptBlock / 2,
        BytesInPage = 4096;

    /// <summary>
    /// As in a step of training: large activations are made one after the other, and freed together. The next ones must not be fetched from
    /// the system again.
    /// </summary>
    [Fact]
    public void The_memory_of_tensors_is_kept_for_the_next()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/lib64/ld-linux-x86-64.so.2"), "the allocator is not glibc's");
        TorchRuntime.Load(threads: 1);
        Repeat(WriteAndFree);
        long before = PageFaults();

        Repeat(WriteAndFree);

        Assert.InRange(PageFaults() - before, 0, Rounds * Blocks * (BytesInBlock / BytesInPage) / 10);
    }

    [Fact]
    public void A_training_has_its_memory_in_huge_pages()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/lib64/ld-linux-x86-64.so.2"), "the allocator is not glibc's");
        Assert.SkipUnless(File.Exists("/sys/kernel/mm/transparent_hugepage/enabled"), "the system has no huge pages");
        TorchRuntime.Load(threads: 1);

        using IDisposable memory = NativeMemory.KeepUntilDisposed();

        string flags = File.ReadLines("/proc/self/smaps")
            .SkipWhile(line => !line.EndsWith("[heap]", StringComparison.Ordinal))
            .First(line => line.StartsWith("VmFlags:", StringComparison.Ordinal));
        Assert.Contains("hg", flags.Split(' '));
    }

    private static void Repeat(Action action)
    {
        for (int i = 0; i < Rounds; i++)
        {
            action();
        }
    }

    private static void WriteAndFree()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        for (int i = 0; i < Blocks; i++)
        {
            torch.ones(BytesInBlock / sizeof(float));
        }
    }

    /// <summary>Those of the process that needed no disk: the tenth field of its status, counted with the name in brackets.</summary>
    private static long PageFaults() => long.Parse(File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ')[8]);
}
