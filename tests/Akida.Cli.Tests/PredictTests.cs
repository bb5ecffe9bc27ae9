using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary><c>akida_models predict</c> gives what the cases recorded.</summary>
public class PredictTests
{
    /// <summary>The random nets record all layers; those of the zoo are compared by hash in Akida.Quantization.Tests.</summary>
    public static TheoryData<string> RandomCases =>
        [.. TestFolders.Cases.Select(path => Path.GetFileName(path)!).Where(name => name.StartsWith("random_", StringComparison.Ordinal)).Take(8)];

    [Theory]
    [MemberData(nameof(RandomCases))]
    public void LayersOfAQuantizedModelAreAsRecorded(string name)
    {
        using TemporaryFolder folder = new();
        string recorded = CaseFile(name, "outputs.npz");

        CommandLine.RunWell("akida_models", "predict", "-m", CaseFile(name, "quantized.h5"), "-i", recorded, "-o", folder["out.npz"], "--layers");

        IReadOnlyDictionary<string, NpyArray> actual = NpzFile.Read(folder["out.npz"]);
        foreach ((string key, NpyArray expected) in NpzFile.Read(recorded).Where(array => array.Key != "float_output"))
        {
            Assert.True(actual.TryGetValue(key, out NpyArray? array), $"{key} is missing");
            if (key.EndsWith(":frac_bits", StringComparison.Ordinal))
            {
                Assert.Equal(expected.ToInt64s().Distinct(), array.ToInt64s().Distinct());
                continue;
            }

            Assert.Equal(expected.Shape, array.Shape);
            Assert.Equal(expected.Values.GetType(), array.Values.GetType());
            if (expected.Values is float[])
            {
                Assert.Equal(expected.ToSingles(), array.ToSingles(), (left, right) => MathF.Abs(left - right) <= 1e-6f * MathF.Max(1, MathF.Abs(left)));
            }
            else
            {
                Assert.Equal(expected.ToInt64s(), array.ToInt64s());
            }
        }
    }

    [Theory]
    [InlineData("zoo_gxnor_mnist_v1_i8_w2_a1")]
    [InlineData("zoo_gxnor_mnist_v2_i8_w8_a8")]
    public void TheOutputOfGxnorIsAsRecorded(string name)
    {
        using TemporaryFolder folder = new();
        string recorded = CaseFile(name, "outputs.npz");

        CommandLine.RunWell("akida_models", "predict", "-m", CaseFile(name, "quantized.h5"), "-i", recorded, "-o", folder["out.npz"]);

        KeyValuePair<string, NpyArray> output = Assert.Single(NpzFile.Read(folder["out.npz"]));
        Assert.Equal("dequantizer:float", output.Key);
        Assert.Equal(NpzFile.Read(recorded)["0:dequantizer:float"].ToSingles(), output.Value.ToSingles(), (left, right) => MathF.Abs(left - right) < 1e-5f);
    }

    [Fact]
    public void AnInputThatDoesNotFitIsRefusedAndNothingIsWritten()
    {
        using TemporaryFolder folder = new();
        string model = CaseFile("zoo_gxnor_mnist_v2_i8_w8_a8", "quantized.h5");
        (NpyArray Array, string Message)[] inputs =
        [
            (new NpyArray([2, 28, 28], new byte[2 * 28 * 28]), "array 'data' is 2×28×28, must be N×28×28×1"),
            (new NpyArray([1, 28, 28, 1], new int[28 * 28]), "array 'data' holds Int32 values, must be UInt8"),
            (new NpyArray([0, 28, 28, 1], Array.Empty<byte>()), "array 'data' holds no sample"),
        ];
        foreach ((NpyArray array, string message) in inputs)
        {
            NpzFile.Write(folder["in.npz"], [new("data", array)]);

            CommandLineResult result = CommandLine.Run("akida_models", "predict", "-m", model, "-i", folder["in.npz"], "-o", folder["out.npz"]);

            Assert.Equal(1, result.ExitCode);
            Assert.Equal($"akida_models predict: error: {folder["in.npz"]}: {message}", result.Error.TrimEnd());
            Assert.Equal(["in.npz"], folder.Files);
        }
    }

    [Fact]
    public void ATruncatedModelIsRefusedAndNothingIsWritten()
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(CaseFile("zoo_gxnor_mnist_v2_i8_w8_a8", "quantized.h5"));
        File.WriteAllBytes(folder["half.h5"], whole[..(whole.Length / 2)]);

        CommandLineResult result = CommandLine.Run(
            "akida_models", "predict", "-m", folder["half.h5"], "-i", CaseFile("zoo_gxnor_mnist_v2_i8_w8_a8", "outputs.npz"), "-o", folder["out.npz"]);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"akida_models predict: error: {folder["half.h5"]}: ", Assert.Single(result.Error.TrimEnd().Split('\n')));
        Assert.Equal(["half.h5"], folder.Files);
    }

    private static string CaseFile(string name, string file) => Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == name), file);
}
