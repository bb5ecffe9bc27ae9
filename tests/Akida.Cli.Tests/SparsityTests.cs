using System.Globalization;
using Akida.Cli.CommandLine;
using Akida.Cli.Commands;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Integers.Arithmetic;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary><c>akida_models sparsity</c> counts the zeros that the cases recorded.</summary>
public class SparsityTests
{
    private const string Case = "random_v2_0003";

    [Fact]
    public void Every_quantized_layer_has_the_recorded_zeros()
    {
        using TemporaryFolder folder = new();
        IReadOnlyDictionary<string, NpyArray> recorded = NpzFile.Read(CaseFile("outputs.npz"));
        NpzFile.Write(folder["samples.npz"], [new("data", recorded["input"])]);

        string[] lines = Lines("-m", CaseFile("quantized.h5"), "-sa", folder["samples.npz"], "-ns", "2", "-v");

        LayerNode[] measured =
        [
            .. KerasFile
                .Read(CaseFile("quantized.h5"))
                .Graph.Layers.Where(node => node.Operation is ReLU || node.Quantization?.OutputQuantizer is not null),
        ];
        double[] shares = [.. measured.Select(node => ShareOfZeros(recorded[node.Name + ":values"]))];
        Assert.Equal(
            [
                .. measured.Zip(
                    shares,
                    (node, share) => $"{node.Name} : {Math.Round(share, 3).ToString("0.0##", CultureInfo.InvariantCulture)}"
                ),
                $"Mean sparsity : {shares.Average().ToString(CultureInfo.InvariantCulture)}",
            ],
            lines
        );
    }

    [Fact]
    public void A_converted_model_has_the_zeros_of_the_quantized_one()
    {
        using TemporaryFolder folder = new();
        IReadOnlyDictionary<string, NpyArray> recorded = NpzFile.Read(CaseFile("outputs.npz"));
        NpzFile.Write(folder["samples.npz"], [new("data", recorded["input"])]);
        File.Copy(CaseFile("quantized.h5"), folder["net.h5"]);
        CommandLine.RunWell("cnn2snn", "convert", "-m", folder["net.h5"]);

        string[] lines = Lines("-m", folder["net.akida.safetensors"], "-sa", folder["samples.npz"], "-ns", "2", "-v");

        double stem = ShareOfZeros(recorded["stem/relu:values"]);
        Assert.Contains($"stem : {Math.Round(stem, 3).ToString("0.0##", CultureInfo.InvariantCulture)}", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("dequantizer", StringComparison.Ordinal));
    }

    [Fact]
    public void A_float_model_is_measured_at_its_ReLUs()
    {
        string[] lines = Lines("-m", CaseFile("float.h5"), "-ns", "2", "-v");

        Assert.Equal(
            [
                .. KerasFile.Read(CaseFile("float.h5")).Graph.Layers.Where(node => node.Operation is ReLU).Select(node => node.Name),
                "Mean sparsity",
            ],
            lines.Select(line => line.Split(" : ")[0])
        );
        Assert.All(lines, line => Assert.InRange(double.Parse(line.Split(" : ")[1], CultureInfo.InvariantCulture), 0.05, 0.95));
    }

    [Fact]
    public void An_ONNX_model_is_measured_at_its_ReLUs_too()
    {
        using TemporaryFolder folder = new();
        OnnxExport.Write(folder["net.onnx"], KerasFile.Read(CaseFile("float.h5")));
        NpyArray input = NpzFile.Read(CaseFile("outputs.npz"))["input"];
        NpzFile.Write(folder["bytes.npz"], [new("data", input)]);
        NpzFile.Write(folder["floats.npz"], [new("data", new NpyArray(input.Shape, input.ToSingles()))]);

        Assert.Equal(
            Shares(Lines("-m", CaseFile("float.h5"), "-sa", folder["bytes.npz"], "-ns", "2", "-v")),
            Shares(Lines("-m", folder["net.onnx"], "-sa", folder["floats.npz"], "-ns", "2", "-v"))
        );

        static IEnumerable<double> Shares(string[] lines) =>
            lines.Select(line => Math.Round(double.Parse(line.Split(" : ")[1], CultureInfo.InvariantCulture), 2));
    }

    [Fact]
    public void On_a_terminal_there_is_a_bar_for_each_layer()
    {
        using StringWriter output = new();
        CliConsole console = new(output, output, isTerminal: true);

        int exitCode = CommandRunner.Run(
            AllCommands.Create(console),
            ["akida_models", "sparsity", "-m", CaseFile("float.h5"), "-ns", "2", "-v"],
            console
        );

        Assert.Equal(0, exitCode);
        Assert.All(
            output.ToString().TrimEnd().Split(Environment.NewLine).SkipLast(1),
            line => Assert.Matches("^[^ ]+ : [01]\\.[0-9]{1,3} +█+░+$", line)
        );
    }

    [Fact]
    public void The_plot_is_a_picture()
    {
        using TemporaryFolder folder = new();

        string[] lines = Lines("-m", CaseFile("float.h5"), "-ns", "1", "--plot", folder["sparsity.png"]);

        Assert.Equal($"Plot saved as {folder["sparsity.png"]}", lines[^1]);
        byte[] picture = File.ReadAllBytes(folder["sparsity.png"]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        Assert.True(picture.Length > 5000);
        Assert.Equal(["sparsity.png"], folder.Files);
    }

    [Theory]
    [InlineData("--layer_names", "nobody", "has no layer 'nobody'")]
    [InlineData("--plot", "sparsity.jpg", "sparsity.jpg: the plot is a PNG picture, its name must end in .png")]
    [InlineData("-sa", "samples.npz", "array 'data' holds 2 samples, 10 are wanted")]
    public void What_cannot_be_measured_is_an_error(string option, string value, string message)
    {
        using TemporaryFolder folder = new();
        NpzFile.Write(folder["samples.npz"], [new("data", NpzFile.Read(CaseFile("outputs.npz"))["input"])]);

        CommandLineResult result = CommandLine.Run(
            "akida_models",
            "sparsity",
            "-m",
            CaseFile("quantized.h5"),
            option,
            value == "samples.npz" ? folder[value] : value
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Error);
    }

    private static string[] Lines(params string[] arguments) =>
        CommandLine.RunWell(["akida_models", "sparsity", .. arguments]).TrimEnd().Split(Environment.NewLine);

    private static double ShareOfZeros(NpyArray values) => (double)values.ToInt64s().Count(value => value == 0) / values.Values.Length;

    private static string CaseFile(string file) => Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == Case), file);
}
