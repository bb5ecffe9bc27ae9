using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Inference;
using Akida.Cli.Output;
using Akida.Cli.Verification;
using Akida.Formats;
using Akida.Quantization.Arithmetic;
using Akida.Simulator.Execution;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary><c>akida_models verify DIR…</c>: compares inference with what the vendor's tools recorded.</summary>
internal static class VerifyCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string[]> folders = new("DIR") { Arity = ArgumentArity.OneOrMore, Description = "folder with quantized.h5, outputs.npz and case.json" };
        Command command = new("verify", "Compare the integers of every layer with recorded ones.") { folders };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(folders)));
        return command;
    }

    private static int Run(CliConsole console, string[] folders)
    {
        int different = 0;
        foreach (string folder in folders)
        {
            (long compared, string? difference) = Verify(RecordedCase.Read(folder));
            console.WriteLine(difference is null ? $"{folder}: equal, {compared:N0} integers" : $"{folder}: DIFFERENT, {difference}");
            different += difference is null ? 0 : 1;
        }

        console.WriteLine($"{folders.Length - different} equal, {different} different");
        return different == 0 ? 0 : 1;
    }

    private static (long Compared, string? Difference) Verify(RecordedCase recorded)
    {
        IntegerRunner runner = new(Integers.From(ModelFiles.LoadKeras(recorded.ModelPath)));
        long total = 0;
        int sample = 0;
        foreach (IReadOnlyDictionary<string, LayerValues> found in runner.Run(recorded.Input, $"{recorded.Folder}: array 'input'", allLayers: true))
        {
            foreach (string layer in runner.Layers)
            {
                (long compared, string? difference) = recorded.Compare(layer, sample, found[layer]);
                total += compared;
                if (difference is not null)
                {
                    return (total, $"layer '{layer}', sample {sample}: {difference}");
                }
            }

            sample++;
        }

        return total > 0 ? (total, null) : throw new CommandException($"{recorded.Folder} records nothing that could be compared");
    }
}
