using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary><c>akida_models predict</c> gives what the cases recorded.</summary>
public class PredictTests
{
    public static TheoryData<string> AllCases => [.. TestFolders.Cases.Select(path => Path.GetFileName(path)!)];

    /// <summary>The float model's output, which the cases record too, is not the quantised model's.</summary>
    [Theory]
    [MemberData(nameof(AllCases))]
    public void Layers_of_a_quantized_model_are_as_recorded(string name)
    {
        using TemporaryFolder folder = new();
        string path = CaseFile(name, "outputs.npz");

        CommandLine.RunWell(
            "akida_models",
            "predict",
            "-m",
            CaseFile(name, "quantized.h5"),
            "-i",
            path,
            "-o",
            folder["out.npz"],
            "--layers"
        );

        IReadOnlyDictionary<string, NpyArray> actual = NpzFile.Read(folder["out.npz"]);
        (string Key, NpyArray Array)[] recorded =
        [
            .. NpzFile.Read(path).Where(array => array.Key != "float_output").Select(array => (InBatch(array.Key, actual), array.Value)),
        ];
        foreach ((string key, NpyArray expected) in recorded)
        {
            Assert.True(actual.TryGetValue(key, out NpyArray? array), $"{key} is missing");
            AssertEqual(key, expected, array);
        }

        if (name.StartsWith("random_", StringComparison.Ordinal))
        {
            Assert.Equal(recorded.Select(item => item.Key), actual.Keys);
        }
    }

    [Theory]
    [InlineData("zoo_gxnor_mnist_v1_i8_w2_a1")]
    [InlineData("zoo_gxnor_mnist_v2_i8_w8_a8")]
    public void The_output_of_gxnor_is_as_recorded(string name)
    {
        using TemporaryFolder folder = new();
        string recorded = CaseFile(name, "outputs.npz");

        CommandLine.RunWell("akida_models", "predict", "-m", CaseFile(name, "quantized.h5"), "-i", recorded, "-o", folder["out.npz"]);

        KeyValuePair<string, NpyArray> output = Assert.Single(NpzFile.Read(folder["out.npz"]));
        Assert.Equal("dequantizer:float", output.Key);
        Assert.Equal(
            NpzFile.Read(recorded)["0:dequantizer:float"].ToSingles(),
            output.Value.ToSingles(),
            (left, right) => MathF.Abs(left - right) < 1e-5f
        );
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused_and_nothing_is_written()
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

            CommandLineResult result = CommandLine.Run(
                "akida_models",
                "predict",
                "-m",
                model,
                "-i",
                folder["in.npz"],
                "-o",
                folder["out.npz"]
            );

            Assert.Equal(1, result.ExitCode);
            Assert.Equal($"akida_models predict: error: {folder["in.npz"]}: {message}", result.Error.TrimEnd());
            Assert.Equal(["in.npz"], folder.Files);
        }
    }

    [Fact]
    public void A_truncated_model_is_refused_and_nothing_is_written()
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(CaseFile("zoo_gxnor_mnist_v2_i8_w8_a8", "quantized.h5"));
        File.WriteAllBytes(folder["half.h5"], whole[..(whole.Length / 2)]);

        CommandLineResult result = CommandLine.Run(
            "akida_models",
            "predict",
            "-m",
            folder["half.h5"],
            "-i",
            CaseFile("zoo_gxnor_mnist_v2_i8_w8_a8", "outputs.npz"),
            "-o",
            folder["out.npz"]
        );

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"akida_models predict: error: {folder["half.h5"]}: ", Assert.Single(result.Error.TrimEnd().Split('\n')));
        Assert.Equal(["half.h5"], folder.Files);
    }

    // Nets of the zoo are recorded sample by sample: a batch of one then is sample 0. The frames of a clip have the same keys in both.
    private static string InBatch(string key, IReadOnlyDictionary<string, NpyArray> actual) =>
        key.StartsWith("0:", StringComparison.Ordinal) && !actual.ContainsKey(key) ? key[2..] : key;

    private static void AssertEqual(string key, NpyArray expected, NpyArray actual)
    {
        Assert.True(
            expected.Shape == actual.Shape,
            $"{key} is {string.Join('×', actual.Shape)}, must be {string.Join('×', expected.Shape)}"
        );
        Assert.Equal(expected.Values.GetType(), actual.Values.GetType());
        if (expected.Values is float[])
        {
            // Scales, and what they are multiplied with, were recorded with divisions where a compiled graph multiplies with the
            // reciprocal.
            Assert.Equal(
                expected.ToSingles(),
                actual.ToSingles(),
                (left, right) => MathF.Abs(left - right) <= 1e-6f * MathF.Max(1, MathF.Abs(left))
            );
        }
        else
        {
            Assert.Equal(expected.ToInt64s(), actual.ToInt64s());
        }
    }

    private static string CaseFile(string name, string file) =>
        Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == name), file);
}
