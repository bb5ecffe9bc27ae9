using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Akida.Cli.CommandLine;
using Akida.Cli.Commands;
using Akida.Cli.Output;
using Akida.Zoo.Pipelines.Mnist;

namespace Akida.Cli.Quickstart;

/// <summary>Runs the commands that a user would type, one after the other, then measures what they wrote.</summary>
internal sealed class QuickstartRun(CliConsole console, string folder, string? data)
{
    private const int CalibrationSamples = 1024;

    private readonly Command commands = AllCommands.Create(console);
    private readonly string[] dataOption = data is null ? [] : ["-d", data];

    /// <summary>The whole way.</summary>
    /// <returns>The exit code: that of the first command that failed, or 1 if an Akida model does not predict what its quantised model
    /// does.</returns>
    public int Run(int epochs, int tuningEpochs)
    {
        long start = Stopwatch.GetTimestamp();
        Environment.SetEnvironmentVariable(AkidaTarget.Variable, AkidaVersion.V2.Word());
        Directory.CreateDirectory(folder);
        QuickstartFiles files = new(folder);
        MnistData mnist = MnistData.Load(data, console.Say);

        string[][] steps =
        [
            ["akida_models", "create", "-s", files.Float, "gxnor_mnist"],
            ["mnist_train", "train", "-m", files.Float, "-s", files.Float, "-e", Text(epochs), .. dataOption],
            ["mnist_train", "extract", "-m", files.Float, "-b", Text(CalibrationSamples), "-s", files.Samples, .. dataOption],
            ["quantizeml", "quantize", "-m", files.Float, "-sa", files.Samples, "-bs", "100", "-e", "2"],
            ["quantizeml", "quantize", "-m", files.Float, "-w", "4", "-a", "4", "-sa", files.Samples, "-bs", "100", "-e", "2"],
            ["mnist_train", "tune", "-m", files.Quantized4, "-s", files.Tuned4, "-e", Text(tuningEpochs), .. dataOption],
            ["cnn2snn", "convert", "-m", files.Quantized8],
            ["cnn2snn", "convert", "-m", files.Tuned4],
        ];
        foreach (string[] step in steps)
        {
            console.WriteLine();
            console.WriteLine("$ " + string.Join(' ', step));
            int exitCode = CommandRunner.Run(commands, step, console);
            if (exitCode != 0)
            {
                return exitCode;
            }
        }

        console.WriteLine();
        console.WriteLine($"Evaluating on {mnist.Test.Count:N0} test images, and timing on one thread");
        QuickstartResults results = QuickstartResults.Measure(files, mnist.Test);
        results.Write(console);
        WriteFarewell(files, Stopwatch.GetElapsedTime(start));
        return results.AkidaEqualsQuantized ? 0 : 1;
    }

    private void WriteFarewell(QuickstartFiles files, TimeSpan elapsed)
    {
        console.WriteLine();
        console.WriteLine($"Done in {elapsed.TotalMinutes:F1} minutes. Files written:");
        foreach (string file in files.All)
        {
            console.WriteLine($"  {file}");
        }

        console.WriteLine();
        console.WriteLine("Next, for example:");
        console.WriteLine($"  bin/akida_models summary -m {files.Akida4}");
        console.WriteLine($"  bin/akida_models sparsity -m {files.Tuned4} -v");
        console.WriteLine($"  bin/akida_models predict -m {files.Akida8} -i {files.Samples} -o outputs.npz --layers");
        console.WriteLine($"  bin/mnist_train tune -m {files.Tuned4} -e 3");
        console.WriteLine("  bin/akida_models create -h");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
