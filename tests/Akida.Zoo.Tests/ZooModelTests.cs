using System.Text.Json;
using Akida.Formats.Keras;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Zoo.Tests;

/// <summary>Every model of the zoo, layer by layer, as the Python package builds it for the same arguments and version.</summary>
public class ZooModelTests
{
    private static readonly string Folder = Path.Combine(
        TestFolders.Shared is { } shared ? Path.Combine(shared, "reference") : TestFolders.Data,
        "zoo"
    );

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_model_is_the_recorded_one(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file + ".json")));
        JsonElement recorded = document.RootElement;

        ModelGraph graph = RecordedModel.Build(recorded, recorded.GetProperty("arguments"));

        Assert.Equal(recorded.GetProperty("keras_name").GetString(), graph.Name);
        Assert.Equal(
            recorded
                .GetProperty("layers")
                .EnumerateArray()
                .Select(layer => Recorded(layer, file.StartsWith("akidanet_imagenet_edge", StringComparison.Ordinal))),
            Built(graph, recorded.GetProperty("layers"))
        );
        GraphIndex index = new(graph);
        Assert.Equal(recorded.GetProperty("total_params").GetInt64(), graph.Layers.Sum(index.Parameters));
    }

    /// <param name="layer">The record.</param>
    /// <param name="renumbered">Whether the reshapes are numbered anew: Keras counts by process, and one process recorded the model for
    /// both versions.</param>
    private static string Recorded(JsonElement layer, bool renumbered) =>
        string.Join(
            " | ",
            Name(layer.GetProperty("name"), renumbered),
            layer.GetProperty("kind").GetString(),
            string.Join(" ", layer.GetProperty("inputs").EnumerateArray().Select(input => Name(input, renumbered))),
            string.Join("×", layer.GetProperty("output").EnumerateArray()),
            layer.GetProperty("params").GetInt64(),
            layer.GetProperty("trainable").GetInt64(),
            string.Join(" ", layer.GetProperty("config").EnumerateObject().Select(setting => $"{setting.Name}={Normal(setting.Value)}"))
        );

    private static string Name(JsonElement name, bool renumbered) =>
        (name.GetString()!, renumbered) switch
        {
            ("reshape_2", true) => "reshape",
            ("reshape_3", true) => "reshape_1",
            var (other, _) => other,
        };

    /// <summary>What we built, with the settings that the record has.</summary>
    private static IEnumerable<string> Built(ModelGraph graph, JsonElement recorded)
    {
        using JsonDocument document = JsonDocument.Parse(KerasModelJson.Write(graph));
        Dictionary<string, JsonElement> configs = document
            .RootElement.GetProperty("config")
            .GetProperty("layers")
            .EnumerateArray()
            .ToDictionary(layer => layer.GetProperty("name").GetString()!, layer => layer.GetProperty("config").Clone());
        GraphIndex index = new(graph);
        JsonElement[] layers = [.. recorded.EnumerateArray()];
        return graph.Layers.Select(
            (node, i) =>
            {
                IReadOnlyList<WeightSpec> weights = index.Weights(node);
                JsonElement config = configs[node.Name];
                IEnumerable<string> settings =
                    i >= layers.Length
                        ? []
                        : layers[i]
                            .GetProperty("config")
                            .EnumerateObject()
                            .Select(setting =>
                                $"{setting.Name}={(config.TryGetProperty(setting.Name, out JsonElement value) ? Normal(value) : "absent")}"
                            );
                return string.Join(
                    " | ",
                    node.Name,
                    node.Operation.ClassName,
                    string.Join(" ", node.Inputs),
                    index.Shape(node.Name),
                    weights.Sum(weight => weight.Shape.Elements),
                    weights.Where(weight => weight.Trainable).Sum(weight => weight.Shape.Elements),
                    string.Join(" ", settings)
                );
            }
        );
    }

    private static string Normal(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => $"[{string.Join(",", value.EnumerateArray().Select(Normal))}]",
            JsonValueKind.Number => value.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
}
