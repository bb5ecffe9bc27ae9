using System.Globalization;
using System.Text.Json;

namespace Akida.Dsl.Generators.Tests;

/// <summary>A recorded call of a layer block of the Python package, as a model in the DSL.</summary>
internal sealed class LayerBlockRow(JsonElement row)
{
    private static readonly string[] SpatiotemporalPositions = ["in_channels", "med_channels", "out_channels", "t_kernel_size"];

    private static readonly Dictionary<string, (string Attribute, string[] Positional)> Blocks = new()
    {
        ["conv_block"] = ("ConvBlock", ["filters", "kernel_size"]),
        ["separable_conv_block"] = ("SeparableConvBlock", ["filters", "kernel_size"]),
        ["dense_block"] = ("DenseBlock", ["units"]),
        ["conv_transpose_block"] = ("ConvTransposeBlock", ["filters", "kernel_size"]),
        ["sepconv_transpose_block"] = ("SepConvTransposeBlock", ["filters", "kernel_size"]),
        ["yolo_head_block"] = ("YoloHeadBlock", ["num_boxes", "classes"]),
        ["spatiotemporal_block"] = ("SpatiotemporalBlock", SpatiotemporalPositions),
    };

    private static readonly Dictionary<string, string> Arguments = new()
    {
        ["add_batchnorm"] = "BatchNorm",
        ["relu_activation"] = "Relu",
        ["kernel_regularizer"] = "KernelL2",
        ["pointwise_regularizer"] = "KernelL2",
        ["t_kernel_size"] = "TimeKernelSize",
        ["t_depthwise"] = "TimeDepthwise",
        ["s_depthwise"] = "SpaceDepthwise",
    };

    public int Id { get; } = row.GetProperty("id").GetInt32();

    public AkidaVersion Version { get; } = row.GetProperty("akida_version").GetString() == "v1" ? AkidaVersion.V1 : AkidaVersion.V2;

    public bool IsError { get; } = row.TryGetProperty("error", out _);

    /// <summary>
    /// Layers without a name get one from Keras; in the DSL they are named after their members, so such a row is built with the graph's own
    /// builder.
    /// </summary>
    public bool IsNamed { get; } =
        row.GetProperty("block").GetString() is "yolo_head_block" or "spatiotemporal_block"
        || (row.GetProperty("arguments").TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String);

    public JsonElement Layers => row.GetProperty("layers");

    public string ClassName => $"Row{Id}";

    /// <summary>The class in C#.</summary>
    public string Source =>
        IsNamed
            ? $$"""
                [AkidaModel("row_{{Id}}"), Input({{Shape}}, DType = DataType.Float32)]
                public sealed partial class {{ClassName}}
                {
                    [{{Block}}({{string.Join(", ", AttributeArguments())}})] public partial Layer Block { get; }
                }
                """
            : $$"""
                public sealed class {{ClassName}} : IAkidaModel
                {
                    public ModelGraph Build(AkidaVersion version)
                    {
                        GraphBuilder graph = new("row_{{Id}}", version);
                        string input = graph.Add("input", new InputLayer { Shape = new({{Shape}}) });
                        graph.Add(null, new {{Block}} { {{string.Join(
                    ", ",
                    Given().Select(argument => $"{argument.Name} = {argument.Value}")
                )}} }, input);
                        return graph.Build();
                    }
                }
                """;

    private string Shape => string.Join(", ", row.GetProperty("input_shape").EnumerateArray());

    private string Block => Blocks[row.GetProperty("block").GetString()!].Attribute;

    private IEnumerable<string> AttributeArguments()
    {
        string[] positional = [.. Blocks[row.GetProperty("block").GetString()!].Positional.Select(ArgumentName)];
        (string Name, string Value)[] given = [.. Given()];
        return positional
            .Select(name => given.Single(argument => argument.Name == name).Value)
            .Concat(given.Where(argument => !positional.Contains(argument.Name)).Select(argument => $"{argument.Name} = {argument.Value}"));
    }

    private IEnumerable<(string Name, string Value)> Given() =>
        from argument in row.GetProperty("arguments").EnumerateObject()
        where argument.Name == "relu_activation" || argument.Value.ValueKind != JsonValueKind.Null
        select (ArgumentName(argument.Name), Value(argument));

    private static string ArgumentName(string name) =>
        Arguments.TryGetValue(name, out string? own)
            ? own
            : string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Value(JsonProperty argument) =>
        (argument.Name, argument.Value.ValueKind) switch
        {
            ("padding", _) => "Padding." + Capitalised(argument.Value.GetString()!),

            // The package takes any other word for none, against its own documentation; here it does not compile.
            ("pooling", _) => argument.Value.GetString() switch
            {
                "max" => "Pooling.Max",
                "global_avg" => "Pooling.GlobalAverage",
                _ => "Pooling.None",
            },
            ("relu_activation", JsonValueKind.False or JsonValueKind.Null) => "null",
            ("kernel_regularizer" or "pointwise_regularizer", _) => argument.Value.GetString()![3..^1],
            ("kernel_initializer", _) => $"\"{string.Concat(argument.Value.GetString()!.Split('_').Select(Capitalised))}\"",
            ("index", JsonValueKind.Number) => $"\"{argument.Value}\"",
            (_, JsonValueKind.Array) => $"new[] {{ {string.Join(", ", argument.Value.EnumerateArray())} }}",
            (_, JsonValueKind.String) => $"\"{argument.Value}\"",
            (_, JsonValueKind.True) => "true",
            (_, JsonValueKind.False) => "false",
            _ => argument.Value.GetDouble().ToString(CultureInfo.InvariantCulture),
        };

    private static string Capitalised(string word) => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant();
}
