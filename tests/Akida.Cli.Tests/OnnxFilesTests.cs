using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>ONNX files in place of Keras files.</summary>
public class OnnxFilesTests
{
    [Fact]
    public void A_float_model_goes_out_as_ONNX_and_gives_the_same()
    {
        using TemporaryFolder folder = new();
        string source = TestFolders.Cases.First(path => Path.GetFileName(path).StartsWith("random_v1", StringComparison.Ordinal));
        File.Copy(Path.Combine(source, "float.h5"), folder["net.h5"]);
        string samples = Path.Combine(source, "calib.npz");

        Assert.Equal(
            $"Model exported as {folder["net.onnx"]}",
            CommandLine.RunWell("akida_models", "export", "-m", folder["net.h5"]).TrimEnd()
        );
        foreach (string kind in new[] { "h5", "onnx" })
        {
            CommandLine.RunWell("akida_models", "predict", "-m", folder["net." + kind], "-i", samples, "-o", folder[kind + ".npz"]);
        }

        Assert.Equal(Single(folder["h5.npz"]), Single(folder["onnx.npz"]), (left, right) => MathF.Abs(left - right) < 1e-4f);
        Assert.Equal(Run("summary", "h5"), Run("summary", "onnx"));
        Assert.Equal(Run("sparsity", "h5"), Run("sparsity", "onnx"));
        Assert.Contains(
            $"Saved quantized model to {folder["net_i8_w8_a8.h5"]}.",
            CommandLine.RunWell("quantizeml", "quantize", "-m", folder["net.onnx"], "-sa", samples)
        );
        Assert.True(KerasFile.Read(folder["net_i8_w8_a8.h5"]).Graph.IsQuantized);

        string Run(string command, string kind) => CommandLine.RunWell("akida_models", command, "-m", folder["net." + kind]);
    }

    [Fact]
    public void An_ONNX_file_that_is_not_understood_is_one_line()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["bad.onnx"], [0x3a, 0xff]);

        CommandLineResult result = CommandLine.Run("akida_models", "summary", "-m", folder["bad.onnx"]);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            $"akida_models summary: error: {folder["bad.onnx"]}: is not a readable ONNX file: ",
            Assert.Single(result.Error.TrimEnd().Split('\n'))
        );
    }

    [Fact]
    public void A_quantized_ONNX_file_is_refused_by_what_it_is()
    {
        using TemporaryFolder folder = new();
        string source = TestFolders.Cases.First(path => Path.GetFileName(path) == "random_v2_0003");
        CommandLine.RunWell("akida_models", "export", "-m", Path.Combine(source, "quantized.h5"), "-s", folder["net.onnx"]);
        foreach (string action in new[] { "summary", "sparsity", "check" })
        {
            CommandLineResult result = CommandLine.Run("akida_models", action, "-m", folder["net.onnx"]);

            Assert.Equal(1, result.ExitCode);
            Assert.Matches(
                $@"^akida_models {action}: error: \S+net\.onnx: is a quantised model: node '\S+' is a (Deq|Q)uantizeLinear; "
                    + @"only float ONNX models are read, for a quantised model use the \.h5 file that it was exported from$",
                result.Error.TrimEnd()
            );
        }
    }

    private static float[] Single(string path) => Assert.Single(NpzFile.Read(path)).Value.ToSingles();
}
