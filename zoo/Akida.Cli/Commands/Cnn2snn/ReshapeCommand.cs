using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;

namespace Akida.Cli.Commands.Cnn2snn;

/// <summary><c>cnn2snn reshape</c>: a model for inputs of another height and width.</summary>
internal static class ReshapeCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<int> height = Options.RequiredPositiveInteger(["-ih", "--input_height"], "new height");
        ArgparseOption<int> width = Options.RequiredPositiveInteger(["-iw", "--input_width"], "new width");
        Command command = new("reshape", "Change the input's height and width.") { model, height, width };
        command.SetAction(parsed =>
            Run(console, parsed.GetRequiredValue(model), parsed.GetRequiredValue(height), parsed.GetRequiredValue(width))
        );
        return command;
    }

    private static void Run(CliConsole console, string path, int height, int width)
    {
        Model model = ModelFiles.LoadKeras(path);
        TensorShape shape = ((InputLayer)model.Graph.Input.Operation).Shape;
        if (shape.Rank != 3)
        {
            throw new CommandException($"{path}: the input is {shape}, must be height×width×channels");
        }

        string target = FileNames.Reshaped(path, height, width);
        KerasFile.Write(target, ModelEdits.WithInputShape(model, new TensorShape(height, width, shape.Channels)));
        console.WriteLine($"Model saved as {target}");
    }
}
