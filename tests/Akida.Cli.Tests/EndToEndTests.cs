using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>The commands one after the other, as the guide has them.</summary>
public class EndToEndTests
{
    private static string Gxnor => TestFolders.Cases.Single(path => Path.GetFileName(path) == "zoo_gxnor_mnist_v2_i8_w8_a8");

    [Fact]
    public void Create_quantize_convert_predict()
    {
        using TemporaryFolder folder = new();
        NpzFile.Write(folder["in.npz"], [new("data", new NpyArray([3, 28, 28, 1], RandomBytes(3 * 28 * 28)))]);

        CommandLine.RunWell("akida_models", "create", "-s", folder["net.h5"], "gxnor_mnist");
        string quantized = CommandLine.RunWell("quantizeml", "quantize", "-m", folder["net.h5"], "-w4", "-a", "4", "-ns", "16", "-bs", "8");
        string converted = CommandLine.RunWell("cnn2snn", "convert", "-m", folder["net_i8_w4_a4.h5"]);
        foreach (string model in (string[])["net.h5", "net_i8_w4_a4.h5", "net_i8_w4_a4.akida.safetensors"])
        {
            CommandLine.RunWell(
                "akida_models",
                "predict",
                "-m",
                folder[model],
                "-i",
                folder["in.npz"],
                "-o",
                folder[model + ".npz"],
                "--layers"
            );
        }

        Assert.Equal(
            [
                $"Quantizing model {folder["net.h5"]} with configuration file None.",
                $"Saved quantized model to {folder["net_i8_w4_a4.h5"]}.",
            ],
            quantized.TrimEnd().Split(Environment.NewLine)
        );
        Assert.Equal($"Model successfully converted and saved as {folder["net_i8_w4_a4.akida.safetensors"]}.", converted.TrimEnd());
        Assert.Equal(18, NpzFile.Read(folder["net.h5.npz"]).Count);
        Assert.Equal(Output(folder["net_i8_w4_a4.h5.npz"]), Output(folder["net_i8_w4_a4.akida.safetensors.npz"]));
        Assert.DoesNotContain(folder.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Quantizing_with_the_recorded_samples_gives_the_recorded_outputs()
    {
        using TemporaryFolder folder = new();

        CommandLine.RunWell(
            "quantizeml",
            "quantize",
            "-m",
            Path.Combine(Gxnor, "float.h5"),
            "-sa",
            Path.Combine(Gxnor, "calib.npz"),
            "-s",
            folder["quantized.h5"]
        );
        CommandLine.RunWell(
            "akida_models",
            "predict",
            "-m",
            folder["quantized.h5"],
            "-i",
            Path.Combine(Gxnor, "outputs.npz"),
            "-o",
            folder["out.npz"]
        );

        Assert.Equal(
            NpzFile.Read(Path.Combine(Gxnor, "outputs.npz"))["0:dequantizer:float"].ToSingles(),
            Output(folder["out.npz"]),
            (left, right) => MathF.Abs(left - right) < 1e-3f
        );
    }

    [Fact]
    public void A_float_model_gives_the_recorded_floats()
    {
        using TemporaryFolder folder = new();
        string recorded = TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v2_0003");

        CommandLine.RunWell(
            "akida_models",
            "predict",
            "-m",
            Path.Combine(recorded, "float.h5"),
            "-i",
            Path.Combine(recorded, "outputs.npz"),
            "-o",
            folder["out.npz"]
        );

        Assert.Equal(
            NpzFile.Read(Path.Combine(recorded, "outputs.npz"))["float_output"].ToSingles(),
            Assert.Single(NpzFile.Read(folder["out.npz"])).Value.ToSingles(),
            (left, right) => MathF.Abs(left - right) <= 1e-4f * MathF.Max(1, MathF.Abs(left))
        );
    }

    [Theory]
    [InlineData("quantized.h5", "quantizeml", "quantize")]
    [InlineData("float.h5", "cnn2snn", "convert")]
    public void A_model_of_the_other_kind_is_refused_and_nothing_is_written(string file, string tool, string action)
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(Gxnor, file), folder["net.h5"]);

        CommandLineResult result = CommandLine.Run(tool, action, "-m", folder["net.h5"]);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"{tool} {action}: error: ", result.Error.TrimEnd().Split('\n')[^1]);
        Assert.Equal(["net.h5"], folder.Files);
    }

    [Fact]
    public void Samples_of_another_shape_are_refused()
    {
        using TemporaryFolder folder = new();
        NpzFile.Write(folder["samples.npz"], [new("data", new NpyArray([4, 8, 8, 1], new byte[4 * 64]))]);

        CommandLineResult result = CommandLine.Run(
            "quantizeml",
            "quantize",
            "-m",
            Path.Combine(Gxnor, "float.h5"),
            "-sa",
            folder["samples.npz"],
            "-s",
            folder["q.h5"]
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("quantizeml quantize: error: samples are 4×8×8×1, must be N×28×28×1", result.Error.TrimEnd());
        Assert.Equal(["samples.npz"], folder.Files);
    }

    private static float[] Output(string path) => NpzFile.Read(path)["dequantizer:float"].ToSingles();

    private static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
