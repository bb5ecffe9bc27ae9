using System.Globalization;
using System.Text.Json;
using Akida.Testing.Verdicts;

namespace Akida.Dsl.Generators.Tests.Verdicts;

/// <summary>Writes a recorded net in the DSL.</summary>
internal static class NetSource
{
    /// <summary>What a layer is told before its named settings.</summary>
    private static readonly Dictionary<string, string[]> Positional = new()
    {
        ["Conv2D"] = ["filters", "kernel_size"],
        ["SeparableConv2D"] = ["filters", "kernel_size"],
        ["Conv2DTranspose"] = ["filters", "kernel_size"],
        ["DepthwiseConv2D"] = ["kernel_size"],
        ["DepthwiseConv2DTranspose"] = ["kernel_size"],
        ["Dense"] = ["units"],
        ["Activation"] = ["activation"],
        ["Reshape"] = ["target_shape"],
        ["Permute"] = ["dims"],
        ["UpSampling2D"] = ["size"],
        ["ZeroPadding2D"] = ["padding", "padding"],
        ["Cropping2D"] = ["cropping", "cropping"],
        ["Rescaling"] = ["scale", "offset"],
        ["Input"] = ["shape"],
    };

    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["MaxPool2D"] = "MaxPooling2D",
        ["dtype"] = "DType",
        ["shape"] = "Shape",
    };

    /// <summary>The class of a net; its default instance and a variant with the recorded bits are checked.</summary>
    public static string Write(ConstraintCase data)
    {
        RecordedLayer[] onClass = [.. data.Layers.Where(layer => layer.Kind is "Input" or "Rescaling")];
        string bits = $"InputWeightBits = {data.Bits.Input}, WeightBits = {data.Bits.Weight}, ActivationBits = {data.Bits.Activation}";
        return $$"""
            using Akida;
            [AkidaModel("{{data.Id}}", Versions = [AkidaVersion.{{data.Version}}])]
            [{{string.Join(", ", onClass.Select(Attribute))}}]
            [Variant(Version = AkidaVersion.{{data.Version}}, {{bits}})]
            public sealed partial class {{ClassName(data)}}
            {
            {{string.Join(
                "\n",
                data.Layers.Except(onClass).Select(layer =>
                    $"    [{Attribute(layer)}] public partial Layer {Member(layer.Name)} {{ get; }}"
                )
            )}}
            }
            """;
    }

    /// <summary>The name of a net's class.</summary>
    public static string ClassName(ConstraintCase data) =>
        "Net_" + string.Concat(data.Id.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Attribute(RecordedLayer layer)
    {
        string[] positional = Positional.GetValueOrDefault(layer.Kind, []);
        IReadOnlyDictionary<string, JsonElement> settings = layer.Settings;
        if (layer.Kind == "Input" && !settings.ContainsKey("dtype"))
        {
            settings = new Dictionary<string, JsonElement>(settings) { ["dtype"] = JsonSerializer.SerializeToElement("float32") };
        }

        IEnumerable<string> given = positional
            .Where(settings.ContainsKey)
            .Select(setting =>
                layer.Kind is "Input" or "Reshape" or "Permute" ? Items(settings[setting]) : Value(setting, settings[setting])
            )
            .Concat(layer.Inputs.Select(input => $"nameof({Member(input)})"))
            .Append($"Name = \"{layer.Name}\"")
            .Concat(
                settings
                    .Where(setting => !positional.Contains(setting.Key) && setting.Value.ValueKind != JsonValueKind.Null)
                    .Select(setting => $"{Argument(setting.Key)} = {Value(setting.Key, setting.Value)}")
            );
        return $"{OtherNames.GetValueOrDefault(layer.Kind, layer.Kind)}({string.Join(", ", given)})";
    }

    private static string Value(string setting, JsonElement value) =>
        (setting, value.ValueKind) switch
        {
            ("padding", JsonValueKind.String) => value.GetString() == "same" ? "Padding.Same" : "Padding.Valid",
            ("dtype", _) => "DataType."
                + Enum.GetNames<DataType>().Single(name => name.Equals(value.GetString(), StringComparison.OrdinalIgnoreCase)),
            (_, JsonValueKind.Array) => $"new[] {{ {Items(value)} }}",
            (_, JsonValueKind.String) => $"\"{value.GetString()}\"",
            _ => value.GetRawText(),
        };

    private static string Items(JsonElement list) => string.Join(", ", list.EnumerateArray().Select(item => item.GetRawText()));

    private static string Argument(string setting) =>
        OtherNames.GetValueOrDefault(setting)
        ?? string.Concat(setting.Split('_').Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));

    private static string Member(string name) => "Layer_" + name;
}
