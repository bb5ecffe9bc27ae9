using Akida.Training;
using Spectre.Console;

namespace Akida.Cli.Output;

/// <summary>Shows how training goes: a bar with loss and rate where a person watches, otherwise a line for each epoch.</summary>
internal sealed class TrainingView : IProgress<TrainingProgress>
{
    private const int RefreshMilliseconds = 200;

    // Small enough to leave room for the losses in a window of 80 letters.
    private const int BarWidth = 12;

    private readonly CliConsole console;
    private readonly string metric;
    private readonly ProgressContext? context;
    private ProgressTask? bar;
    private int barEpoch;
    private long lastUpdate;

    private TrainingView(CliConsole console, string metric, ProgressContext? context)
    {
        this.console = console;
        this.metric = metric;
        this.context = context;
    }

    /// <summary>
    /// Runs <paramref name="train"/> with a view of its progress; <paramref name="metric"/> is what its metric is called.
    /// </summary>
    public static T Show<T>(CliConsole console, string metric, Func<IProgress<TrainingProgress>, T> train) =>
        console.IsTerminal
            ? console
                .Rich.Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn { Width = BarWidth },
                    new PercentageColumn()
                )
                .Start(context => train(new TrainingView(console, metric, context)))
            : train(new TrainingView(console, metric, null));

    /// <inheritdoc/>
    public void Report(TrainingProgress progress)
    {
        bool ended = progress.Validation is not null || progress.Step == progress.Steps;
        if (!ended && Environment.TickCount64 - lastUpdate < RefreshMilliseconds)
        {
            return;
        }

        lastUpdate = Environment.TickCount64;
        if (context is not null)
        {
            string description = Markup.Escape(Describe(progress));
            if (bar is null || barEpoch != progress.Epoch)
            {
                (bar, barEpoch) = (context.AddTask(description, maxValue: progress.Steps), progress.Epoch);
            }

            bar.Description = description;
            bar.Value = progress.Step;
        }
        else if (progress.Validation is not null)
        {
            console.WriteLine(Describe(progress));
        }
        else
        {
            console.Report($"epoch {progress.Epoch}/{progress.Epochs}", progress.Step, progress.Steps);
        }
    }

    private string Describe(TrainingProgress progress)
    {
        string text =
            $"Epoch {progress.Epoch}/{progress.Epochs}  loss {progress.Loss:F4}  {metric} {progress.Metric:F4}  "
            + $"{progress.SamplesPerSecond:N0} samples/s";
        return progress.Validation is { } validation ? $"{text}  val_loss {validation.Loss:F4}  val_{metric} {validation.Metric:F4}" : text;
    }
}
