using Akida.Cli.CommandLine;

namespace Akida.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static ArgparseOption<string> Model() => Options.RequiredText(["-m", "--model"], "model file");

    public static ArgparseOption<bool> Akida() =>
        Options.Flag(["-ak", "--akida"], "convert the model first, then evaluate the converted one");
}
