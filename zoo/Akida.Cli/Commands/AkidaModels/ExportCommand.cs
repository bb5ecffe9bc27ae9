using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats.Onnx;
using Akida.Formats.Onnx.Qdq;
using Akida.Graph;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary>
/// <c>akida_models export</c>: writes a float model as ONNX, a quantised one as ONNX with QuantizeLinear and DequantizeLinear.
/// </summary>
internal static class ExportCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<string?> saveName = Options.Text(["-s", "--save_name"], "ONNX file to write; beside the model if not given");
        Command command = new("export", "Write a float or quantised model as ONNX.") { model, saveName };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            Model source = ModelFiles.LoadKeras(path);
            string target = FileNames.Exported(path, parsed.GetValue(saveName));
            if (source.Graph.IsQuantized)
            {
                QdqExport.Write(target, source);
            }
            else
            {
                OnnxExport.Write(target, source);
            }

            console.WriteLine($"Model exported as {target}");
        });
        return command;
    }
}
