using System.Text.Json;
using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Testing;
using Akida.Testing.Models;
using Akida.Testing.Verdicts;

namespace Akida.Cli.Tests;

/// <summary><c>akida_models check</c>: findings and verdicts for float models of both kinds of file.</summary>
public class CheckTests
{
    [Fact]
    public void A_model_that_fits_ends_with_zero()
    {
        string said = CommandLine.RunWell("akida_models", "check", "-m", Net("plain"), "--version", "v2");

        Assert.Contains("fits Akida 2.0 at 8/8/8 bits", said);
        Assert.DoesNotContain("Akida 1.0", said);
    }

    [Fact]
    public void A_model_that_does_not_fit_ends_with_one_and_says_why()
    {
        CommandLineResult result = CommandLine.Run("akida_models", "check", "-m", Net("relu-unbounded"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("does not fit Akida 1.0 at 8/4/4 bits: 2 errors", result.Output);
        Assert.Contains("fits Akida 2.0 at 8/8/8 bits", result.Output);
        Assert.Contains("relu-bounded", result.Output);
    }

    [Fact]
    public void Without_a_terminal_each_finding_is_a_line()
    {
        string[] lines = CommandLine
            .Run("akida_models", "check", "-m", Net("relu-unbounded"), "--version", "v1")
            .Output.TrimEnd()
            .Split(Environment.NewLine);

        Assert.All(lines[..^1], line => Assert.Matches(@"^\S+, v1: (error|warning) AKD\d{4} [a-z0-9-]+: .+; allowed: .+; .+", line));
        Assert.Contains(lines[..^1], line => line.Contains("relu-bounded", StringComparison.Ordinal));
        Assert.Contains($": {lines.Length - 1} errors", lines[^1]);
    }

    [Fact]
    public void Programs_get_JSON()
    {
        CommandLineResult result = CommandLine.Run(
            "akida_models",
            "check",
            "-m",
            Net("relu-unbounded"),
            "--json",
            "--version",
            "v1",
            "-w",
            "2"
        );

        Assert.Equal(1, result.ExitCode);
        JsonElement report = JsonDocument.Parse(result.Output).RootElement;
        Assert.False(report.GetProperty("fits").GetBoolean());
        JsonElement version = Assert.Single(report.GetProperty("versions").EnumerateArray());
        Assert.Equal("v1", version.GetProperty("version").GetString());
        Assert.Equal((8, 2, 4), (Bits("input"), Bits("weight"), Bits("activation")));
        JsonElement finding = version
            .GetProperty("findings")
            .EnumerateArray()
            .First(item => item.GetProperty("rule").GetString() == "relu-bounded");
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        foreach (string key in new[] { "rule_id", "layer", "found", "allowed", "remedy" })
        {
            Assert.NotEmpty(finding.GetProperty(key).GetString()!);
        }

        int Bits(string kind) => version.GetProperty("bits").GetProperty(kind).GetInt32();
    }

    [Fact]
    public void An_ONNX_file_gets_the_verdict_of_its_Keras_file()
    {
        using TemporaryFolder folder = new();
        foreach (string net in new[] { "plain", "relu-unbounded", "average-pool" })
        {
            OnnxExport.Write(folder["net.onnx"], KerasFile.Read(Net(net)));

            CommandLineResult keras = CommandLine.Run("akida_models", "check", "-m", Net(net), "--json");
            CommandLineResult onnx = CommandLine.Run("akida_models", "check", "-m", folder["net.onnx"], "--json");

            Assert.Equal("", onnx.Error);
            Assert.Equal(keras.ExitCode, onnx.ExitCode);
            Assert.Equal(keras.Output, onnx.Output);
        }
    }

    /// <summary>
    /// All recorded nets but those whose file is another net than the record's: the layers' order for 2.0, and random slopes.
    /// </summary>
    public static TheoryData<string> Verdicts =>
        [
            .. ConstraintCase
                .All.Values.Where(net =>
                    !(net.Net.StartsWith("gap-size-", StringComparison.Ordinal) && net.Version == AkidaVersion.V2)
                    && net.Net != "prelu-inside"
                )
                .Select(net => net.Id),
        ];

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_exit_code_is_the_verdict_of_the_tools(string id)
    {
        ConstraintCase net = ConstraintCase.All[id];
        string[] bits = ["-i", $"{net.Bits.Input}", "-w", $"{net.Bits.Weight}", "-a", $"{net.Bits.Activation}"];
        bool fits = net.Cause is null && !net.RunsInPart && !Causes.DeliberateFindings.ContainsKey(id);

        CommandLineResult result = CommandLine.Run([
            "akida_models",
            "check",
            "-m",
            Net(net.Net),
            "--version",
            net.Version == AkidaVersion.V1 ? "v1" : "v2",
            .. bits,
        ]);

        Assert.True(result.ExitCode == (fits ? 0 : 1), result.Output + result.Error);
    }

    [Fact]
    public void The_bits_of_the_verdict_are_checked_without_asking()
    {
        CommandLineResult result = CommandLine.Run("akida_models", "check", "-m", Net("dense-as-input"), "--version", "v1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("does not fit Akida 1.0 at 8/4/4 bits", result.Output);
    }

    [Fact]
    public void Weights_that_cannot_be_folded_are_found()
    {
        using TemporaryFolder folder = new();
        ModelGraph graph = new ExampleModel(AkidaVersion.V2)
            .Input()
            .Convolution()
            .Add(new BatchNormalization { Axis = 3 }, "norm")
            .Relu()
            .Head()
            .Build();
        WeightSet weights = WeightInitialization.Create(graph, 1).With([("norm", "gamma", new Tensor(new TensorShape(8), new float[8]))]);
        KerasFile.Write(folder["zero.h5"], new Model(graph, weights));

        CommandLineResult result = CommandLine.Run("akida_models", "check", "-m", folder["zero.h5"], "--version", "v2");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("batchnorm-foldable", result.Output);
    }

    [Fact]
    public void Padding_that_moves_the_pixels_is_a_warning()
    {
        using TemporaryFolder folder = new();
        ModelGraph graph = new ExampleModel(AkidaVersion.V2)
            .Input()
            .Add(new ZeroPadding2D())
            .Add(
                new Conv2D
                {
                    Filters = 8,
                    KernelSize = 3,
                    Strides = 2,
                }
            )
            .Relu()
            .Head()
            .Build();
        KerasFile.Write(folder["net.h5"], new Model(graph, WeightInitialization.Create(graph, 1)));

        CommandLineResult result = CommandLine.Run("akida_models", "check", "-m", folder["net.h5"], "--version", "v2");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("padding-sides", result.Output);
        Assert.Contains("1 warning", result.Output);
    }

    [Theory]
    [InlineData("--version", "v3")]
    [InlineData("--device", "toaster")]
    [InlineData("-w", "0")]
    [InlineData("--device", "akd1000", "--version", "v2")]
    public void Wrong_usage_ends_with_two(params string[] options) =>
        Assert.Equal(2, CommandLine.Run(["akida_models", "check", "-m", Net("plain"), .. options]).ExitCode);

    [Fact]
    public void A_quantized_model_is_refused()
    {
        string path = Path.Combine(TestFolders.Cases[0], "quantized.h5");
        CommandLineResult result = CommandLine.Run("akida_models", "check", "-m", path);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"akida_models check: error: {path} is quantised, must be a float model", result.Error.TrimEnd());
    }

    private static string Net(string name)
    {
        string path = Path.Combine(TestFolders.Shared ?? TestFolders.Data, "constraint-cases", name + ".h5");
        if (!File.Exists(path))
        {
            Assert.Skip($"needs the shared constraint case '{name}'");
        }

        return path;
    }
}
