using System.Reflection;
using System.Text.Json;
using Akida.Formats.Keras;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Testing;

namespace Akida.Dsl.Generators.Tests;

/// <summary>
/// Each recorded call of a layer block: written in the DSL, it is the same layers, or the error that the call is, found while compiling.
/// </summary>
public class LayerBlockTests
{
    private const string Usings =
        "using Akida; using Akida.Graph; using Akida.Graph.Blocks; using Akida.Graph.Building; using Akida.Graph.Catalogue; using "
        + "Akida.Graph.Operations;\n";

    /// <summary>Keras takes a layer without outputs; here sizes are positive.</summary>
    private const int WithoutOutputs = 185;

    private static readonly Dictionary<int, LayerBlockRow> Rows = ReadRows();

    private static readonly Lazy<Assembly> Built = new(() =>
        TestCompilation.Load(Usings + string.Join("\n", Rows.Values.Where(IsBuilt).Select(row => row.Source)))
    );

    /// <summary>For each row that is an error: what is underlined, and what is said.</summary>
    private static readonly Dictionary<int, string> Mistakes = new()
    {
        [31] = "AKD1008 '\"ReLUx\"' activation 'ReLUx' has no number after 'ReLU'",
        [32] = "AKD1008 '\"relu6\"' activation 'relu6' is no activation",
        [33] = "AKD1008 '\"ReLU-1\"' activation 'ReLU-1' has a bound below 0",
        [37] = "AKD1008 '\"gelu\"' activation 'gelu' is no activation",
        [41] = "CS0029 'true' Cannot implicitly convert type 'bool' to 'string'",
        [42] = "AKD1008 '\"LeakyReLU6\"' activation 'LeakyReLU6' is no activation",
        [48] = "CS0117 'Full' 'Padding' does not contain a definition for 'Full'",
        [60] = NoArgument("Activation"),
        [62] = NoArgument("Activation"),
        [63] = "AKD1008 '2' dilation rate is 2×2, must be 1",
        [67] = "AKD1008 'new[] { 2, 1 }' dilation rate is 2×1, must be 1",
        [70] = "AKD1008 '2' layer 'conv_0': groups is 2, must divide the 3 input channels and the 8 filters",
        [73] = "AKD1007 '0' Filters is 0, must be at least 1",
        [74] = NoArgument("Bogus"),
        [141] = "AKD1008 '\"ReLUx\"' activation 'ReLUx' has no number after 'ReLU'",
        [142] = NoArgument("DilationRate"),
        [143] = NoArgument("Activation"),
        [158] = "AKD1008 '\"ReLUx\"' activation 'ReLUx' has no number after 'ReLU'",
        [159] = NoArgument("DilationRate"),
        [160] = NoArgument("Activation"),
        [179] = NoArgument("Activation"),
        [184] = "AKD1008 '\"tanh\"' activation 'tanh' is no activation",
        [WithoutOutputs] = "AKD1007 '0' Units is 0, must be at least 1",
        [196] = NoArgument("Activation"),
        [197] = "AKD1008 '2' dilation rate is 2×2, must be 1",
        [202] = "AKD1008 '\"ReLUx\"' activation 'ReLUx' has no number after 'ReLU'",
        [222] = "AKD1008 '1' strides are 1×1, a transposed depthwise convolution takes only 2×2",
        [224] = "AKD1008 '3' strides are 3×3, a transposed depthwise convolution takes only 2×2",
        [225] = "AKD1008 'Padding.Valid' padding is valid, a transposed depthwise convolution takes only same",
        [229] = NoArgument("Activation"),
        [260] = "AKD1008 'true' degrees, alpha and beta are 0, 0 and 0, a Pleiades layer needs all of them other than 0",
        [263] = "AKD1008 '0' degrees, alpha and beta are 4, 0 and 0.25, a Pleiades layer needs all of them other than 0",
        [264] = "AKD1008 '3' in_channels is 3, must be the 4 channels of the input",
    };

    public static TheoryData<int> BuiltRows => [.. Rows.Values.Where(IsBuilt).Select(row => row.Id)];

    public static TheoryData<int> RefusedRows => [.. Rows.Values.Where(row => !IsBuilt(row)).Select(row => row.Id)];

    [Theory]
    [MemberData(nameof(BuiltRows))]
    public void A_block_is_the_recorded_layers(int id)
    {
        LayerBlockRow row = Rows[id];
        IAkidaModel model = (IAkidaModel)Activator.CreateInstance(Built.Value.GetType(row.ClassName, throwOnError: true)!)!;

        ModelGraph graph = model.Build(row.Version);

        Assert.Equal(row.Layers.EnumerateArray().Select(Recorded), Layers(graph, row.Layers));
    }

    [Fact]
    public async Task The_analyzer_says_of_right_blocks_only_what_Akida_refuses()
    {
        string[] found = await TestCompilation.Diagnose(
            Usings + string.Join("\n", Rows.Values.Where(row => IsBuilt(row) && row.IsNamed).Select(row => row.Source))
        );

        Assert.All(found, diagnostic => Assert.Matches("^AKD[23]", diagnostic));
    }

    [Theory]
    [MemberData(nameof(RefusedRows))]
    public async Task A_wrong_block_is_an_error_at_its_argument(int id)
    {
        string[] found = await TestCompilation.Diagnose(Usings + Rows[id].Source);

        // A block alone is no model that Akida takes; the rules say so, too.
        IEnumerable<string> mistakes = found.Where(diagnostic =>
            !diagnostic.StartsWith("AKD2", StringComparison.Ordinal) && !diagnostic.StartsWith("AKD3", StringComparison.Ordinal)
        );
        Assert.StartsWith(Mistakes[id], Assert.Single(mistakes), StringComparison.Ordinal);
    }

    private static bool IsBuilt(LayerBlockRow row) => !row.IsError && row.Id != WithoutOutputs;

    private static string NoArgument(string name) => $"CS0246 '{name}' The type or namespace name '{name}' could not be found";

    private static Dictionary<int, LayerBlockRow> ReadRows()
    {
        string file = Path.Combine(TestFolders.Shared is { } shared ? Path.Combine(shared, "reference") : TestFolders.Data, "blocks.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        return document
            .RootElement.GetProperty("rows")
            .EnumerateArray()
            .Select(row => new LayerBlockRow(row.Clone()))
            .ToDictionary(row => row.Id);
    }

    private static string Recorded(JsonElement layer) =>
        string.Join(
            " | ",
            layer.GetProperty("name").GetString(),
            layer.GetProperty("type").GetString(),
            string.Join(" ", layer.GetProperty("inputs").EnumerateArray()),
            string.Join("×", layer.GetProperty("output_shape").EnumerateArray().Skip(1)),
            string.Join(
                " ",
                layer
                    .GetProperty("weights")
                    .EnumerateArray()
                    .Select(weight => $"{weight[0]} {string.Join("×", weight[1].EnumerateArray())}")
            ),
            layer.GetProperty("params").GetInt64(),
            string.Join(" ", layer.GetProperty("config").EnumerateObject().Select(setting => $"{setting.Name}={Normal(setting.Value)}"))
        );

    /// <summary>What was built, with the settings that the record has.</summary>
    private static IEnumerable<string> Layers(ModelGraph graph, JsonElement recorded)
    {
        using JsonDocument document = JsonDocument.Parse(KerasModelJson.Write(graph));
        Dictionary<string, JsonElement> configs = document
            .RootElement.GetProperty("config")
            .GetProperty("layers")
            .EnumerateArray()
            .ToDictionary(layer => layer.GetProperty("name").GetString()!, layer => layer.GetProperty("config").Clone());
        Dictionary<string, JsonElement> records = recorded
            .EnumerateArray()
            .ToDictionary(layer => layer.GetProperty("name").GetString()!, layer => layer.GetProperty("config"));
        GraphIndex index = new(graph);
        return graph.Layers.Select(node =>
            string.Join(
                " | ",
                node.Name,
                node.Operation.ClassName,
                string.Join(" ", node.Inputs),
                index.Shape(node.Name),
                string.Join(" ", index.Weights(node).Select(weight => $"{node.Name}/{weight.Name}:0 {weight.Shape}")),
                index.Parameters(node),
                string.Join(" ", Settings(records.GetValueOrDefault(node.Name), configs[node.Name]))
            )
        );
    }

    private static IEnumerable<string> Settings(JsonElement recorded, JsonElement built) =>
        recorded.ValueKind != JsonValueKind.Object
            ? []
            : recorded
                .EnumerateObject()
                .Select(setting =>
                    $"{setting.Name}={(built.TryGetProperty(setting.Name, out JsonElement value) ? Normal(value) : "absent")}"
                );

    private static string Normal(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => $"[{string.Join(",", value.EnumerateArray().Select(Normal))}]",
            JsonValueKind.Number => value.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            JsonValueKind.Object when value.TryGetProperty("class_name", out JsonElement name) =>
                $"{name}({Members(value.GetProperty("config"))})",
            JsonValueKind.Object => $"{value.GetProperty("type")}({Members(value)})",
            _ => value.ToString(),
        };

    private static string Members(JsonElement value) =>
        string.Join(
            ", ",
            value
                .EnumerateObject()
                .Where(member => member.Name != "type" && member.Value.ValueKind != JsonValueKind.Null)
                .Select(member => $"{member.Name} {Normal(member.Value)}")
        );
}
