using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Cli.Quickstart;

namespace Akida.Cli.Commands;

/// <summary><c>quickstart</c>: one model the whole way, from a class to a measured Akida model.</summary>
internal static class QuickstartCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<int> epochs = Options.PositiveInteger(["-e", "--epochs"], "epochs of training", 5);
        ArgparseOption<int> tuningEpochs = Options.PositiveInteger(["-t", "--tune_epochs"], "epochs of tuning the 4-bit model", 2);
        ArgparseOption<string?> data = Options.Text(["-d", "--data"], "folder with the files of MNIST; fetched and cached if not given");
        ArgparseOption<string?> output = Options.Text(["-o", "--output"], "folder for the files", "quickstart");
        Command command = new("quickstart", "Train, quantise, tune, convert and measure gxnor_mnist on MNIST.")
        {
            epochs,
            tuningEpochs,
            data,
            output,
        };
        command.SetAction(parsed =>
            new QuickstartRun(console, parsed.GetRequiredValue(output)!, parsed.GetValue(data)).Run(
                parsed.GetValue(epochs),
                parsed.GetValue(tuningEpochs)
            )
        );
        return command;
    }
}
