using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Quantization.Conversion;

namespace Akida.Cli.Commands.Cnn2snn;

/// <summary><c>cnn2snn convert</c>: a quantised model becomes an Akida model.</summary>
internal static class ConvertCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<int?> scale = Options.OptionalInteger(["-sc", "--scale"], "input scale of models by old tools; not used");
        ArgparseOption<int?> shift = Options.OptionalInteger(["-sh", "--shift"], "input offset of models by old tools; not used");
        Command command = new("convert", "Convert a quantised model to an Akida model.") { model, scale, shift };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(scale) is <= 0)
            {
                throw new CommandException($"the scale is {parsed.GetValue(scale)}, must be above 0");
            }

            if (parsed.GetValue(scale) is not null && parsed.GetValue(shift) is not null)
            {
                console.Warn("-sc and -sh are for models of old tools and have no effect on this one");
            }

            Run(console, parsed.GetRequiredValue(model));
        });
        return command;
    }

    private static void Run(CliConsole console, string path)
    {
        string target = AkidaFile.PathBeside(path);
        ConversionResult result = Converter.ConvertWithNotes(ModelFiles.LoadKeras(path), TargetVersion.Current);
        foreach (string note in result.Notes)
        {
            console.Warn(note);
        }

        AkidaFile.Write(target, result.Model);
        console.WriteLine($"Model successfully converted and saved as {target}.");
    }
}
