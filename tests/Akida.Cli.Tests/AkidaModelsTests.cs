using System.Globalization;
using System.Text.Json;
using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>The actions of <c>akida_models</c> that make, show and change models.</summary>
public class AkidaModelsTests
{
    [Fact]
    public void Create_writes_a_model_that_summary_shows()
    {
        using TemporaryFolder folder = new();

        string said = CommandLine.RunWell("akida_models", "create", "-s", folder["net"], "gxnor_mnist");

        Assert.Equal($"Model saved as {folder["net.h5"]}", said.TrimEnd());
        JsonElement summary = JsonDocument
            .Parse(CommandLine.RunWell("akida_models", "summary", "-m", folder["net.h5"], "--json"))
            .RootElement;
        Assert.Equal("gxnor_mnist", summary.GetProperty("model").GetString());
        Assert.Equal(167346, summary.GetProperty("parameters").GetInt64());
        string table = CommandLine.RunWell("akida_models", "summary", "-m", folder["net.h5"]);
        Assert.Contains("block_1/conv_1/maxpool", table);
        Assert.Contains("14×14×32", table);
        Assert.Contains("Total parameters: 167,346", table);
    }

    [Fact]
    public void Weights_go_out_and_in()
    {
        using TemporaryFolder folder = new();
        CommandLine.RunWell("akida_models", "create", "-s", folder["a.h5"], "--seed", "1", "gxnor_mnist");
        CommandLine.RunWell("akida_models", "create", "-s", folder["b.h5"], "--seed", "2", "gxnor_mnist");
        Assert.NotEqual(Kernel(folder["a.h5"]), Kernel(folder["b.h5"]));

        CommandLine.RunWell("akida_models", "save_weights", "-m", folder["a.h5"]);
        CommandLine.RunWell("akida_models", "load_weights", "-m", folder["b.h5"], "-w", folder["a.npz"]);

        Assert.Equal([167346L], [NpzFile.Read(folder["a.npz"]).Sum(array => (long)array.Value.Values.Length)]);
        Assert.Equal(Kernel(folder["a.h5"]), Kernel(folder["b.h5"]));
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        using TemporaryFolder folder = new();
        CommandLine.RunWell("akida_models", "create", "-s", folder["a.h5"], "gxnor_mnist");
        NpzFile.Write(folder["w.npz"], [new("conv/kernel:0", new NpyArray([1], new float[1]))]);
        byte[] before = File.ReadAllBytes(folder["a.h5"]);

        CommandLineResult result = CommandLine.Run("akida_models", "load_weights", "-m", folder["a.h5"], "-w", folder["w.npz"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"akida_models load_weights: error: {folder["w.npz"]} has no array 'block_1/conv_1/kernel:0'", result.Error.TrimEnd());
        Assert.Equal(before, File.ReadAllBytes(folder["a.h5"]));
    }

    [Fact]
    public void Weights_are_named_as_Keras_names_variables()
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v2_0003"), "float.h5"), folder["net.h5"]);

        string said = CommandLine.RunWell("akida_models", "save_weights", "-m", folder["net.h5"]);

        Assert.Equal($"Weights saved as {folder["net.npz"]}", said.TrimEnd());
        Assert.Equal(
            ["stem/kernel:0", "stem/BN/gamma:0", "stem/BN/beta:0", "stem/BN/moving_mean:0", "stem/BN/moving_variance:0"],
            NpzFile.Read(folder["net.npz"]).Keys.Where(name => name.StartsWith("stem/", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("net.onnx", "w.npz", "is an ONNX model, which is read only")]
    [InlineData("net.h5", "missing.npz", "missing.npz")]
    public void Weights_that_cannot_be_loaded_are_an_error(string model, string weights, string message)
    {
        using TemporaryFolder folder = new();
        CommandLine.RunWell("akida_models", "create", "-s", folder["net.h5"], "gxnor_mnist");
        File.Copy(folder["net.h5"], folder["net.onnx"]);
        NpzFile.Write(folder["w.npz"], [new("conv/kernel:0", new NpyArray([1], new float[1]))]);

        CommandLineResult result = CommandLine.Run("akida_models", "load_weights", "-m", folder[model], "-w", folder[weights]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.Equal(File.ReadAllBytes(folder["net.h5"]), File.ReadAllBytes(folder["net.onnx"]));
    }

    [Fact]
    public void Sparsity_counts_the_recorded_zeros()
    {
        string folder = TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v2_0003");
        using TemporaryFolder temporary = new();
        IReadOnlyDictionary<string, NpyArray> recorded = NpzFile.Read(Path.Combine(folder, "outputs.npz"));
        NpzFile.Write(temporary["samples.npz"], [new("data", recorded["input"])]);
        long[] relu = recorded["stem/relu:values"].ToInt64s();
        double share = (double)relu.Count(value => value == 0) / relu.Length;

        string said = CommandLine.RunWell(
            "akida_models",
            "sparsity",
            "-m",
            Path.Combine(folder, "quantized.h5"),
            "-sa",
            temporary["samples.npz"],
            "-ns",
            "2",
            "-v",
            "--layer_names",
            "stem/relu"
        );

        Assert.Equal(
            [
                $"stem/relu : {Math.Round(share, 3).ToString("0.0##", CultureInfo.InvariantCulture)}",
                $"Mean sparsity : {share.ToString(CultureInfo.InvariantCulture)}",
            ],
            said.TrimEnd().Split(Environment.NewLine)
        );
    }

    [Fact]
    public void Sparsity_without_verbose_shows_the_mean_of_all_ReLUs()
    {
        string model = Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v2_0003"), "quantized.h5");

        string line = Assert.Single(
            CommandLine.RunWell("akida_models", "sparsity", "-m", model, "-ns", "2").TrimEnd().Split(Environment.NewLine)
        );

        Assert.StartsWith("Mean sparsity : 0.", line);
    }

    private static float[] Kernel(string path) => KerasFile.Read(path).Weights["block_1/conv_1", "kernel"].Values;
}
