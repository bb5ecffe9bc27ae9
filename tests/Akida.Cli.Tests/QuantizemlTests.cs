using System.Text.Json;
using Akida.Formats;
using Akida.Graph.Operations;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>The actions of <c>quantizeml</c>.</summary>
public class QuantizemlTests
{
    [Fact]
    public void Config_writes_the_recorded_settings()
    {
        using TemporaryFolder folder = new();
        string recorded = TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v2_0003");

        CommandLine.RunWell("quantizeml", "config", "-m", Path.Combine(recorded, "quantized.h5"), "-o", folder["config.json"]);

        Assert.True(JsonElement.DeepEquals(Json(Path.Combine(recorded, "q_config.json")), Json(folder["config.json"])));
    }

    [Fact]
    public void Config_of_a_float_model_is_refused()
    {
        string model = Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v2_0003"), "float.h5");

        CommandLineResult result = CommandLine.Run("quantizeml", "config", "-m", model);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"quantizeml config: error: {model} is a float model, must be a quantised one", result.Error.TrimEnd());
    }

    [Fact]
    public void Insert_rescaling_takes_negative_numbers()
    {
        using TemporaryFolder folder = new();
        string model = Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v1_0003"), "float.h5");
        Assert.DoesNotContain(KerasFile.Read(model).Graph.Layers, node => node.Operation is Rescaling);

        CommandLine.RunWell("quantizeml", "insert_rescaling", "-m", model, "-d", folder["rescaled.h5"], "-s", "0.5", "-o", "-1e-1");

        Rescaling rescaling = Assert.Single(
            KerasFile.Read(folder["rescaled.h5"]).Graph.Layers.Select(node => node.Operation).OfType<Rescaling>()
        );
        Assert.Equal([0.5], rescaling.Scale);
        Assert.Equal([-0.1], rescaling.Offset);
    }

    [Fact]
    public void Version_is_printed() => Assert.Matches(@"^\d+\.\d+\.\d+", CommandLine.RunWell("quantizeml", "version"));

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;
}
