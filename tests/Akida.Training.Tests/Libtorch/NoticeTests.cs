using System.Runtime.CompilerServices;
using Akida.Training.Libtorch;

namespace Akida.Training.Tests.Libtorch;

public class NoticeTests
{
    private static readonly List<string> Notices = [];

    /// <summary>libtorch is loaded once in a process, by whichever test is first.</summary>
    [ModuleInitializer]
    internal static void Listen() => TorchRuntime.Notice += Notices.Add;

    [Fact]
    public void It_is_told_once_in_one_line_if_libtorch_is_not_as_it_is()
    {
        TorchRuntime.Load(threads: 1);
        TorchRuntime.Load(threads: 1);

        bool isForced = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TorchKernels.Variable));
        if (isForced || TorchRuntime.Kernels == TorchKernels.AsIs)
        {
            Assert.Empty(Notices);
        }
        else
        {
            string notice = Assert.Single(Notices);
            Assert.StartsWith("libtorch computes wrong convolutions as it is on this processor", notice, StringComparison.Ordinal);
            Assert.Contains(TorchRuntime.Kernels!.Description, notice, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', notice);
        }
    }
}
