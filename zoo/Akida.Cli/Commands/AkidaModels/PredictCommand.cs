using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Inference;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Simulator.Execution;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary><c>akida_models predict</c>: runs a model of any kind on the first array of a file.</summary>
internal static class PredictCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<string> input = Options.RequiredText(["-i", "--input"], "npz file; its first array is a batch of inputs, or the frames of a clip for a temporal model");
        ArgparseOption<string> output = Options.RequiredText(["-o", "--output"], "npz file to write");
        ArgparseOption<bool> layers = Options.Flag(["--layers"], "write what every layer puts out, not only the last; frame by frame for a temporal model");
        Command command = new("predict", "Run a float, quantised or Akida model.") { model, input, output, layers };
        command.SetAction(parsed =>
            Run(console, parsed.GetRequiredValue(model), parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(layers)));
        return command;
    }

    private static void Run(CliConsole console, string model, string input, string output, bool layers)
    {
        ModelRunner runner = ModelRunner.Of(ModelFile.Load(model), model);
        (string name, NpyArray samples) = NpzFile.Read(input).FirstOrDefault();
        if (name is null)
        {
            throw new CommandException($"{input} holds no array");
        }

        IEnumerable<IReadOnlyDictionary<string, LayerValues>> running = runner.Run(samples, $"{input}: array '{name}'", layers);
        IReadOnlyDictionary<string, LayerValues>[] results = [.. console.Follow(running, "running", samples.Shape[0])];
        NpzFile.Write(output, layers ? [new("input", samples), .. OfAllLayers(runner, results)] : Stacked(runner.Outputs, results));
        console.WriteLine($"Outputs saved as {output}");
    }

    // The frames of a clip are kept apart, as the vendor's tools record them: FRAME:LAYER:values.
    private static IEnumerable<KeyValuePair<string, NpyArray>> OfAllLayers(ModelRunner runner, IReadOnlyDictionary<string, LayerValues>[] results) => runner.IsTemporal
        ? results.SelectMany((result, frame) => runner.Layers.SelectMany(layer => LayerArrays.Of($"{frame}:{layer}", [result[layer]])))
        : Stacked(runner.Layers, results);

    private static IEnumerable<KeyValuePair<string, NpyArray>> Stacked(IReadOnlyList<string> layers, IReadOnlyDictionary<string, LayerValues>[] results) =>
        layers.SelectMany(layer => LayerArrays.Of(layer, [.. results.Select(result => result[layer])]));
}
