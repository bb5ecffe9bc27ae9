using System.Text.Json;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Testing;

namespace Akida.Quantization.Tests.Lowering;

/// <summary>Small nets with the layers that the vendor's tools really made of them, or the refusal of their quantiser.</summary>
public sealed class ConstraintCaseTests
{
    [Fact]
    public void Each_net_is_lowered_or_refused_as_by_the_tools()
    {
        if (TestFolders.Shared is not { } shared)
        {
            Assert.Skip("needs ../shared/constraint-cases");
            return;
        }

        List<string> differences = [];
        foreach (JsonElement item in JsonDocument.Parse(File.ReadAllText(Path.Combine(shared, "reference", "constraint-cases.json"))).RootElement.EnumerateArray())
        {
            string path = Path.Combine(shared, "constraint-cases", item.GetProperty("net").GetString() + ".h5");
            if (File.Exists(path) && Difference(item, KerasFile.Read(path)) is { } difference)
            {
                differences.Add($"{item.GetProperty("id").GetString()}: {difference}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static string? Difference(JsonElement item, Model model)
    {
        JsonElement bits = item.GetProperty("bits");
        QuantizationSettings settings = new()
        {
            Bits = new(bits.GetProperty("input").GetInt32(), bits.GetProperty("weight").GetInt32(), bits.GetProperty("activation").GetInt32()),
        };
        bool refused = item.GetProperty("verdict").GetString() == "rejected" && item.GetProperty("stage").GetString() == "quantize";
        try
        {
            ModelGraph graph = QuantizerPlacement.Place(Sanitizer.Sanitize(model.Graph, new InitialWeightFacts()), settings).Graph;
            if (refused)
            {
                return $"must be refused for {item.GetProperty("cause").GetString()}";
            }

            if (!item.TryGetProperty("quantized_layers", out JsonElement layers))
            {
                return null;
            }

            string[] floats = [.. item.GetProperty("left_float").EnumerateArray().Select(layer => layer.GetString()!)];
            string[] expected = [.. layers.EnumerateArray().Where(layer => !floats.Contains(layer[0].GetString())).Select(layer => $"{layer[0].GetString()} {layer[1].GetString()}").Order()];
            string[] found = [.. graph.Layers.Where(node => node.IsQuantized || node.Inputs.Count == 0).Select(node => $"{node.Name} {QuantizedClass(node)}").Order()];
            return expected.SequenceEqual(found) ? null : $"expected {string.Join(", ", expected.Except(found))}; found {string.Join(", ", found.Except(expected))}";
        }
        catch (GraphException error)
        {
            return refused ? null : error.Message;
        }
    }

    private static string QuantizedClass(LayerNode node) => node.Operation.ClassName switch
    {
        "PaddedConv2D" => "Conv2D",
        "MaxPooling2D" => "MaxPool2D",
        string name => name,
    };
}
