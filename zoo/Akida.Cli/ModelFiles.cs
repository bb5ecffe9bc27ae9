using Akida.Cli.CommandLine;
using Akida.Formats;
using Akida.Graph;

namespace Akida.Cli;

/// <summary>Model files of the kind that a command works on.</summary>
internal static class ModelFiles
{
    /// <summary>A float or quantised Keras model.</summary>
    /// <exception cref="CommandException">The file is a model of another kind.</exception>
    /// <exception cref="ModelFileException">The file is missing, damaged or foreign.</exception>
    public static Model LoadKeras(string path) =>
        ModelFile.Load(path) is KerasModelFile file
            ? file.Model
            : throw new CommandException($"{path} is not a Keras model (.h5), which this command works on");
}
