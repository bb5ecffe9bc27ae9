using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Graph;

namespace Akida.Cli.Commands.Quantizeml;

/// <summary><c>quantizeml config</c>: the settings of a quantised model as a file that <c>quantize -c</c> takes.</summary>
internal static class ConfigCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<string?> output = Options.Text(["-o", "--output_path"], "JSON file to write");
        Command command = new("config", "Write the settings of a quantised model's layers to a JSON file.") { model, output };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(model), parsed.GetValue(output)));
        return command;
    }

    private static void Run(CliConsole console, string path, string? output)
    {
        Model model = ModelFiles.LoadKeras(path);
        if (!model.Graph.IsQuantized)
        {
            throw new CommandException($"{path} is a float model, must be a quantised one");
        }

        output ??= FileNames.Configuration(path);
        QuantizationJson.WriteFile(
            output,
            model
                .Graph.Layers.Where(node => node.Quantization is { } settings && settings != QuantizationConfig.Empty)
                .Select(node => KeyValuePair.Create(node.Name, node.Quantization!))
        );
        console.WriteLine($"Configuration saved as {output}");
    }
}
