using System.Text.Json.Nodes;
using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Formats.Tests;

public sealed class QuantizationJsonTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"akida-{Guid.NewGuid():N}.json");

    public static TheoryData<string> Files =>
        [.. TestFolders.Cases.Select(folder => Path.Combine(folder, "q_config.json")).Where(File.Exists)];

    public void Dispose() => File.Delete(path);

    [Theory]
    [MemberData(nameof(Files))]
    public void Recorded_settings_survive(string file)
    {
        QuantizationJson.WriteFile(path, QuantizationJson.ReadFile(file));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(file)), JsonNode.Parse(File.ReadAllText(path))));
    }

    [Fact]
    public void Files_are_indented_by_four()
    {
        QuantizationJson.WriteFile(
            path,
            [
                new(
                    "dw",
                    new()
                    {
                        WeightQuantizer = new() { Bitwidth = 4, HasAxis = true },
                        BufferBitwidth = 28,
                    }
                ),
            ]
        );
        Assert.Equal(
            """
            {
                "dw": {
                    "weight_quantizer": {
                        "bitwidth": 4,
                        "axis": null
                    },
                    "buffer_bitwidth": 28
                }
            }
            """,
            File.ReadAllText(path)
        );
    }

    [Theory]
    [InlineData("[]", "must hold a JSON object of settings by layer")]
    [InlineData("{\"c1\": {\"weight_quantizer\": {}}}", "layer 'c1': quant_config.weight_quantizer.bitwidth is missing")]
    [InlineData("{\"c1\": 8}", "layer 'c1': quant_config is 8, must be an object")]
    [InlineData("{\"c1\": ", "is not a readable JSON file: Expected")]
    public void Mistakes_are_named(string json, string message)
    {
        File.WriteAllText(path, json);
        Assert.StartsWith($"{path}: {message}", Assert.Throws<ModelFileException>(() => QuantizationJson.ReadFile(path)).Message);
    }
}
