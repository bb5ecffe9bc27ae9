using System.Text.Json;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Converted;
using Akida.Quantization.Conversion;

namespace Akida.Quantization.Tests;

/// <summary>The converted layers of every case are those that the open converter recorded, or are refused as it refused them.</summary>
public class ConverterTests
{
    public static TheoryData<string> Cases => QuantizingCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers_parameters_and_variables_are_those_of_the_case(string name)
    {
        QuantizingCase data = QuantizingCase.Load(name);
        Model quantized = data.Expected;
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(data.File("case.json")));
        string? verdict = info.RootElement.TryGetProperty("conversion", out JsonElement conversion) ? conversion.GetString() : "ok";
        if (verdict != "ok")
        {
            GraphException refusal = Assert.Throws<GraphException>(() => Converter.Convert(quantized, data.Version));
            Assert.Contains(RuleFor(verdict!), refusal.Message, StringComparison.Ordinal);
            return;
        }

        AkidaModel model = Converter.Convert(quantized, data.Version);

        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(data.File("akida.json")));
        IReadOnlyDictionary<string, NpyArray> values = NpzFile.Read(data.File("akida.npz"));
        JsonElement[] layers = [.. expected.RootElement.EnumerateArray()];
        Assert.Equal(layers.Select(layer => $"{Name(layer)} {layer.GetProperty("type").GetString()}"), model.Layers.Select(layer => $"{layer.Name} {layer.Type}"));
        foreach ((JsonElement wanted, AkidaLayer found) in layers.Zip(model.Layers))
        {
            Assert.Equal(wanted.GetProperty("inbounds").EnumerateArray().Select(inbound => inbound.GetString() ?? "input_data"), found.Inbounds);
            CompareParameters(wanted.GetProperty("parameters"), found);
            CompareVariables(wanted, found, values);
        }
    }

    private static string RuleFor(string refusal) => refusal switch
    {
        _ when refusal.Contains("spatial size", StringComparison.Ordinal) => "gap-area",
        _ when refusal.Contains("padding value", StringComparison.Ordinal) => "padding-value",
        _ when refusal.Contains("must have the same padding", StringComparison.Ordinal) => "pool-padding",
        _ => refusal,
    };

    private static string Name(JsonElement layer) => layer.GetProperty("name").GetString() ?? "input_data";

    private static void CompareParameters(JsonElement wanted, AkidaLayer found)
    {
        Dictionary<string, string> expected = wanted.EnumerateObject().ToDictionary(item => item.Name, item => Text(item.Value));
        Dictionary<string, string> actual = found.Parameters
            .Where(parameter => expected.ContainsKey(parameter.Name) || !AkidaNames.Kept.Contains(parameter.Name))
            .ToDictionary(parameter => parameter.Name, parameter => Convert.ToString(parameter.Value, System.Globalization.CultureInfo.InvariantCulture)!);
        Assert.Equal(
            expected.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{found.Name}.{item.Key} = {item.Value}"),
            actual.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{found.Name}.{item.Key} = {item.Value}"));

        static string Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray()) + "]",
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean().ToString(),
            _ => value.ToString(),
        };
    }

    private static void CompareVariables(JsonElement wanted, AkidaLayer found, IReadOnlyDictionary<string, NpyArray> values)
    {
        HashSet<string> names = [.. wanted.GetProperty("variables").EnumerateObject().Select(item => item.Name)];
        Assert.All(found.Variables, variable => Assert.True(names.Contains(variable.Name) || AkidaNames.Kept.Contains(variable.Name), $"{found.Name}: unexpected variable {variable.Name}"));
        foreach (string name in names)
        {
            NpyArray expected = values[$"{Name(wanted)}:{name}"];
            AkidaVariable? variable = found.Variable(name);
            Assert.True(variable is not null, $"{found.Name}: no variable {name}");
            Assert.Equal(expected.Shape, variable.Shape.Dimensions);
            float[] right = expected.ToSingles(), ours = new NpyArray(expected.Shape, variable.Values).ToSingles();
            int wrong = Enumerable.Range(0, right.Length).FirstOrDefault(i => !Same(right[i], ours[i], name), -1);
            Assert.True(wrong < 0, wrong < 0 ? "" : $"{found.Name}.{name}[{wrong}] is {ours[wrong]}, must be {right[wrong]}");
        }

        // act_step and scales are floats, whose last place depends on the order of operations.
        static bool Same(float expected, float actual, string name) =>
            expected == actual || (name is "act_step" or "scales" && Math.Abs(expected - actual) <= 1.2e-7f * Math.Abs(expected));
    }
}
