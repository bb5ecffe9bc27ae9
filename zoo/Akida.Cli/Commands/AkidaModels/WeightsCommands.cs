using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Inference;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary>
/// <c>akida_models save_weights</c> and <c>load_weights</c>: a model's weights as an archive of arrays named like <c>conv_0/kernel:0</c>.
/// </summary>
internal static class WeightsCommands
{
    public static Command CreateSave(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<string?> weights = Options.Text(["-w", "--weights_path"], "npz file to write, beside the model if not given");
        Command command = new("save_weights", "Write a model's weights to an npz file.") { model, weights };
        command.SetAction(parsed => Save(console, parsed.GetRequiredValue(model), parsed.GetValue(weights)));
        return command;
    }

    public static Command CreateLoad(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<string> weights = Options.RequiredText(["-w", "--weights_path"], "npz file to read");
        Command command = new("load_weights", "Overwrite a model's weights with those of an npz file.") { model, weights };
        command.SetAction(parsed => Load(console, parsed.GetRequiredValue(model), parsed.GetRequiredValue(weights)));
        return command;
    }

    private static void Save(CliConsole console, string path, string? weights)
    {
        Model model = ModelFiles.LoadKeras(path);
        weights ??= FileNames.Weights(path);
        NpzFile.Write(
            weights,
            Variables(model.Graph)
                .Select(variable =>
                {
                    Tensor value = model.Weights[variable.Layer, variable.Weight];
                    return KeyValuePair.Create(variable.Name, new NpyArray(value.Shape.Dimensions, value.Values));
                })
        );
        console.WriteLine($"Weights saved as {weights}");
    }

    private static void Load(CliConsole console, string path, string weights)
    {
        if (Path.GetExtension(path).Equals(OnnxFile.Extension, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException($"{path} is an ONNX model, which is read only; load_weights overwrites Keras models (.h5)");
        }

        Model model = ModelFiles.LoadKeras(path);
        Dictionary<string, NpyArray> arrays = new(NpzFile.Read(weights));
        List<(string Layer, string Weight, Tensor Value)> loaded = [];
        foreach ((string layer, string weight, string name) in Variables(model.Graph))
        {
            if (!arrays.Remove(name, out NpyArray? array))
            {
                throw new CommandException($"{weights} has no array '{name}'");
            }

            TensorShape expected = model.Weights[layer, weight].Shape,
                found = new(array.Shape);
            loaded.Add(
                found == expected
                    ? (layer, weight, new Tensor(expected, SampleFiles.ToFiniteSingles(array, $"{weights}: array '{name}'")))
                    : throw new CommandException($"{weights}: array '{name}' is {found}, must be {expected}")
            );
        }

        if (arrays.Keys.FirstOrDefault() is { } stray)
        {
            throw new CommandException($"{weights}: array '{stray}' belongs to no layer of {path}");
        }

        KerasFile.Write(path, model with { Weights = model.Weights.With(loaded) });
        console.WriteLine($"Model saved as {path}");
    }

    private static IEnumerable<(string Layer, string Weight, string Name)> Variables(ModelGraph graph)
    {
        GraphIndex index = new(graph);
        return graph.Layers.SelectMany(node =>
            index.Weights(node).Select(weight => (node.Name, weight.Name, $"{node.Name}/{weight.Name}:0"))
        );
    }
}
