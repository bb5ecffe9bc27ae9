using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Graph.Lowering;

namespace Akida.Cli.Commands.Quantizeml;

/// <summary><c>quantizeml insert_rescaling</c>: puts a rescaling behind a float model's input.</summary>
internal static class InsertRescalingCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<string> destination = Options.RequiredText(["-d", "--dest_model"], "where the new model goes");
        ArgparseOption<double> scale = Options.RequiredReal(["-s", "--scale"], "the factor");
        ArgparseOption<double> offset = Options.RequiredReal(["-o", "--offset"], "what is added after it");
        Command command = new("insert_rescaling", "Insert a rescaling of the input into a float model.")
        {
            model,
            destination,
            scale,
            offset,
        };
        command.SetAction(parsed =>
        {
            string target = parsed.GetRequiredValue(destination);
            KerasFile.Write(
                target,
                ModelEdits.InsertRescaling(
                    ModelFiles.LoadKeras(parsed.GetRequiredValue(model)),
                    parsed.GetRequiredValue(scale),
                    parsed.GetRequiredValue(offset)
                )
            );
            console.WriteLine($"Model saved as {target}");
        });
        return command;
    }
}
