using Akida.Cli.Output;
using Akida.Training;

namespace Akida.Cli.Tests;

/// <summary>How training is shown.</summary>
public class TrainingViewTests
{
    [Fact]
    public void Without_a_terminal_there_is_a_line_for_each_epoch()
    {
        string text = Show(isTerminal: false);

        Assert.Equal(
            [
                "Epoch 1/2  loss 0.5000  accuracy 0.9000  1,000 samples/s  val_loss 0.4000  val_accuracy 0.9500",
                "Epoch 2/2  loss 0.5000  accuracy 0.9000  1,000 samples/s  val_loss 0.4000  val_accuracy 0.9500",
            ],
            text.TrimEnd().Split(Environment.NewLine)
        );
    }

    [Theory]
    [InlineData(160)]
    [InlineData(80)]
    public void On_a_terminal_there_is_a_bar_for_each_epoch(int width)
    {
        string text = Show(isTerminal: true, width);

        Assert.Contains("Epoch 1/2", text);
        Assert.Contains("Epoch 2/2", text);
        Assert.Contains("val_accuracy 0.9500", text);
    }

    private static string Show(bool isTerminal, int width = 160)
    {
        using StringWriter output = new(),
            error = new();
        CliConsole console = new(output, error, isTerminal);
        console.Rich.Profile.Width = width;
        TrainingView.Show(
            console,
            "accuracy",
            progress =>
            {
                for (int epoch = 1; epoch <= 2; epoch++)
                {
                    for (int step = 1; step <= 3; step++)
                    {
                        progress.Report(new TrainingProgress(epoch, 2, step, 3, 0.5, 0.9, 1000, 1e-4, null));
                    }

                    progress.Report(new TrainingProgress(epoch, 2, 3, 3, 0.5, 0.9, 1000, 1e-4, new EvaluationResult(0.4, 0.95)));
                }

                return 0;
            }
        );
        return output.ToString();
    }
}
