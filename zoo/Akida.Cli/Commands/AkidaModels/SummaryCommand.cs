using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary><c>akida_models summary</c>: the layers of a model of any kind.</summary>
internal static class SummaryCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<bool> json = Options.Flag(["--json"], "print JSON for programs in place of the table");
        Command command = new("summary", "Show a model's layers, shapes and parameters.") { model, json };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(model), parsed.GetValue(json)));
        return command;
    }

    private static void Run(CliConsole console, string path, bool json)
    {
        ModelSummary summary = ModelFile.Load(path) switch
        {
            KerasModelFile file => ModelSummary.Of(file.Model),
            AkidaModelFile file => ModelSummary.Of(file.Model),
            _ => throw new CommandException($"{path}: summaries of this kind of model file are not supported"),
        };
        if (json)
        {
            console.WriteLine(summary.ToJson());
        }
        else
        {
            summary.WriteTable(console);
        }
    }
}
