using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Graph.Lowering;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary><c>akida_models unfuse</c>: a model with its separable convolutions as two layers each.</summary>
internal static class UnfuseCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        Command command = new("unfuse", "Replace separable convolutions by a depthwise and a pointwise one each.") { model };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(model)));
        return command;
    }

    private static void Run(CliConsole console, string path)
    {
        string target = FileNames.Unfused(path);
        KerasFile.Write(target, SeparableUnfusing.Unfuse(ModelFiles.LoadKeras(path)));
        console.WriteLine($"Model saved as {target}");
    }
}
