using System.Text.Json;
using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary><c>akida_models check</c>: findings and verdicts for float models of both kinds of file.</summary>
public class CheckTests
{
    [Fact]
    public void AModelThatFitsEndsWithZero()
    {
        string said = CommandLine.RunWell("akida_models", "check", "-m", Net("plain"), "--version", "v2");

        Assert.Contains("fits Akida 2.0 at 8/8/8 bits", said);
        Assert.DoesNotContain("Akida 1.0", said);
    }

    [Fact]
    public void AModelThatDoesNotFitEndsWithOneAndSaysWhy()
    {
        CommandLineResult result = CommandLine.Run("akida_models", "check", "-m", Net("relu-unbounded"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("does not fit Akida 1.0 at 8/4/4 bits: 2 errors", result.Output);
        Assert.Contains("fits Akida 2.0 at 8/8/8 bits", result.Output);
        Assert.Contains("relu-bounded", result.Output);
    }

    [Fact]
    public void ProgramsGetJson()
    {
        CommandLineResult result = CommandLine.Run("akida_models", "check", "-m", Net("relu-unbounded"), "--json", "--version", "v1", "-w", "2");

        Assert.Equal(1, result.ExitCode);
        JsonElement report = JsonDocument.Parse(result.Output).RootElement;
        Assert.False(report.GetProperty("fits").GetBoolean());
        JsonElement version = Assert.Single(report.GetProperty("versions").EnumerateArray());
        Assert.Equal("v1", version.GetProperty("version").GetString());
        Assert.Equal((8, 2, 4), (Bits("input"), Bits("weight"), Bits("activation")));
        JsonElement finding = version.GetProperty("findings").EnumerateArray().First(item => item.GetProperty("rule").GetString() == "relu-bounded");
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        foreach (string key in new[] { "rule_id", "layer", "found", "allowed", "remedy" })
        {
            Assert.NotEmpty(finding.GetProperty(key).GetString()!);
        }

        int Bits(string kind) => version.GetProperty("bits").GetProperty(kind).GetInt32();
    }

    [Fact]
    public void AnOnnxFileGetsTheVerdictOfItsKerasFile()
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

    [Theory]
    [InlineData("--version", "v3")]
    [InlineData("--device", "toaster")]
    [InlineData("-w", "0")]
    [InlineData("--device", "akd1000", "--version", "v2")]
    public void WrongUsageEndsWithTwo(params string[] options) =>
        Assert.Equal(2, CommandLine.Run(["akida_models", "check", "-m", Net("plain"), .. options]).ExitCode);

    [Fact]
    public void AQuantizedModelIsRefused()
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
