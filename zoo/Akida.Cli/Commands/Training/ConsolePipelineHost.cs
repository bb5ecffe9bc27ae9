using Akida.Cli.Output;
using Akida.Training;
using Akida.Zoo.Pipelines;

namespace Akida.Cli.Commands.Training;

/// <summary>Runs a training tool on the console; Ctrl-C ends it between two steps.</summary>
internal sealed class ConsolePipelineHost : IPipelineHost, IDisposable
{
    private readonly CliConsole console;
    private readonly CancellationTokenSource interruption = new();

    public ConsolePipelineHost(CliConsole console)
    {
        this.console = console;
        Console.CancelKeyPress += Interrupt;
        TorchRuntime.Notice += Say;
    }

    public AkidaVersion TargetVersion => Cli.TargetVersion.Current;

    public CancellationToken Cancellation => interruption.Token;

    public void WriteLine(string line) => console.WriteLine(line);

    public void Say(string message) => console.Say(message);

    public T Watch<T>(string metric, Func<IProgress<TrainingProgress>, T> work) => TrainingView.Show(console, metric, work);

    public void Dispose()
    {
        TorchRuntime.Notice -= Say;
        Console.CancelKeyPress -= Interrupt;
        interruption.Dispose();
    }

    private void Interrupt(object? sender, ConsoleCancelEventArgs signal)
    {
        signal.Cancel = true;
        interruption.Cancel();
    }
}
