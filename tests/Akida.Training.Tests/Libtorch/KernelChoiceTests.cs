using Akida.Training.Libtorch;

namespace Akida.Training.Tests.Libtorch;

public class KernelChoiceTests
{
    /// <summary>
    /// What the checks of the ways find, in their order (R right, W wrong, U unknown), what is checked, and what is chosen.
    /// </summary>
    [Theory]
    [InlineData("R", "as-is", "as-is")]
    [InlineData("WR", "as-is sse41", "sse41")]
    [InlineData("WWR", "as-is sse41 no-onednn", "no-onednn")]
    [InlineData("U", "as-is", null)]
    [InlineData("WU", "as-is sse41", null)]
    [InlineData("WWU", "as-is sse41 no-onednn", null)]
    public void The_first_right_way_is_chosen_and_no_other_is_checked(string outcomes, string checkedWays, string? expected)
    {
        List<string> asked = [];

        TorchKernels? chosen = KernelChoice.BeforeLoading(kernels =>
        {
            asked.Add(kernels.Name);
            return Outcome(outcomes[asked.Count - 1]);
        });

        Assert.Equal(expected, chosen?.Name);
        Assert.Equal(checkedWays.Split(' '), asked);
    }

    [Fact]
    public void Where_no_way_is_right_training_is_refused()
    {
        TrainingUnavailableException error = Assert.Throws<TrainingUnavailableException>(() =>
            KernelChoice.BeforeLoading(_ => CheckOutcome.Wrong)
        );

        Assert.StartsWith("training needs right convolutions", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Whether libtorch as it is may be tried, whether it is right, whether it is without oneDNN.</summary>
    [Theory]
    [InlineData(true, true, true, "as-is")]
    [InlineData(true, false, true, "no-onednn")]
    [InlineData(false, true, true, "no-onednn")]
    [InlineData(true, false, false, null)]
    public void In_the_process_oneDNN_is_switched_off_where_it_must(bool mayTry, bool rightAsIs, bool rightWithout, string? expected)
    {
        bool isOff = false;
        TorchKernels Settle() => KernelChoice.Settle(mayTry, () => isOff ? rightWithout : rightAsIs, () => isOff = true);

        if (expected is null)
        {
            Assert.Throws<TrainingUnavailableException>(Settle);
        }
        else
        {
            Assert.Equal(expected, Settle().Name);
            Assert.Equal(expected == "no-onednn", isOff);
        }
    }

    private static CheckOutcome Outcome(char letter) =>
        letter switch
        {
            'R' => CheckOutcome.Right,
            'W' => CheckOutcome.Wrong,
            _ => CheckOutcome.Unknown,
        };
}
