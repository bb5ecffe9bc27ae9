using Akida.Training.Libtorch;

namespace Akida.Training.Tests.Libtorch;

public class ChildCheckTests
{
    [Fact]
    public void The_check_runs_in_a_process_of_its_own()
    {
        ChildCheck? check = ChildCheck.Find();

        Assert.NotNull(check);
        Assert.Equal(CheckOutcome.Right, check.Run(TorchKernels.NoOneDnn));
    }

    /// <summary>Where a processor's oneDNN is wrong, it is this that finds the way.</summary>
    [Fact]
    public void Some_way_is_right_on_this_machine() => Assert.NotNull(KernelChoice.BeforeLoading(ChildCheck.Find()!.Run));

    [Theory]
    [InlineData(40, nameof(CheckOutcome.Right))]
    [InlineData(41, nameof(CheckOutcome.Wrong))]
    [InlineData(132, nameof(CheckOutcome.Wrong))]
    [InlineData(134, nameof(CheckOutcome.Wrong))]
    [InlineData(139, nameof(CheckOutcome.Wrong))]
    [InlineData(137, nameof(CheckOutcome.Unknown))]
    [InlineData(42, nameof(CheckOutcome.Unknown))]
    [InlineData(0, nameof(CheckOutcome.Unknown))]
    public void An_exit_code_of_another_program_tells_nothing(int exitCode, string expected) =>
        Assert.Equal(expected, ChildCheck.OutcomeOf(exitCode).ToString());

    [Theory]
    [InlineData("exit 41", nameof(CheckOutcome.Wrong))]
    [InlineData("kill -SEGV $$", nameof(CheckOutcome.Wrong))]
    [InlineData("cat; exit 40", nameof(CheckOutcome.Right))]
    [InlineData("seq 100000; seq 100000 >&2; exit 40", nameof(CheckOutcome.Right))]
    public void A_child_may_crash_read_or_write_a_lot(string script, string expected)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");

        Assert.Equal(expected, new ChildCheck("/bin/sh", ["-c", script]).Run(TorchKernels.AsIs).ToString());
    }

    [Fact]
    public void A_child_that_hangs_or_does_not_exist_tells_nothing()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");

        Assert.Equal(
            CheckOutcome.Unknown,
            new ChildCheck("/bin/sh", ["-c", "sleep 100"], TimeSpan.FromMilliseconds(50)).Run(TorchKernels.AsIs)
        );
        Assert.Equal(CheckOutcome.Unknown, new ChildCheck("/nowhere/dotnet", []).Run(TorchKernels.AsIs));
    }
}
