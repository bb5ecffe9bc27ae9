using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Inference;
using Akida.Integers;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary><c>akida_models predict</c>: runs a model of any kind on the first array of a file.</summary>
internal static class PredictCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<string> input = Options.RequiredText(
            ["-i", "--input"],
            "npz file; its first array is a batch of inputs, or the frames of a clip for a temporal model"
        );
        ArgparseOption<string> output = Options.RequiredText(["-o", "--output"], "npz file to write");
        ArgparseOption<bool> layers = Options.Flag(
            ["--layers"],
            "write what every layer puts out, not only the last; frame by frame for a temporal model"
        );
        Command command = new("predict", "Run a float, quantised or Akida model.") { model, input, output, layers };
        command.SetAction(parsed =>
            Run(
                console,
                parsed.GetRequiredValue(model),
                parsed.GetRequiredValue(input),
                parsed.GetRequiredValue(output),
                parsed.GetValue(layers)
            )
        );
        return command;
    }

    private static void Run(CliConsole console, string model, string input, string output, bool layers)
    {
        ModelRunner runner = ModelRunner.Of(ModelFile.Load(model));
        (string name, NpyArray samples) = SampleFiles.First(input);
        IReadOnlyList<string> wanted = layers ? runner.Layers : runner.Outputs;
        IEnumerable<IReadOnlyDictionary<string, LayerValues>> running = runner.Run(samples, wanted, $"{input}: array '{name}'");
        IReadOnlyDictionary<string, LayerValues>[] results = [.. console.Follow(running, "running", samples.Shape[0])];
        IEnumerable<KeyValuePair<string, NpyArray>> arrays =
            layers && runner.IsTemporal ? LayerArrays.FrameByFrame(wanted, results) : LayerArrays.Stacked(wanted, results);
        NpzFile.Write(output, layers ? arrays.Prepend(new("input", samples)) : arrays);
        console.WriteLine($"Outputs saved as {output}");
    }
}
