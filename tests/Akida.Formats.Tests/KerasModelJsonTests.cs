using Akida.Formats.Keras;
using Akida.Graph;
using Akida.Graph.Operations;

namespace Akida.Formats.Tests;

public sealed class KerasModelJsonTests
{
    private const string Input = """
        {"class_name": "InputLayer", "config": {
            "batch_input_shape": [null, 4, 4, 3], "dtype": "uint8", "name": "in"}, "inbound_nodes": []}
        """;

    [Fact]
    public void Sequential_models_become_functional()
    {
        ModelGraph graph = KerasModelJson.Read(
            """
            {"class_name": "Sequential", "config": {"name": "m", "layers": [
                {"class_name": "Flatten", "config": {"name": "flat", "batch_input_shape": [null, 2, 3], "dtype": "float32"}},
                {"class_name": "Dense", "config": {"name": "fc", "units": 2}}]}}
            """
        );
        Assert.Equal(["flat_input", "flat", "fc"], graph.Layers.Select(node => node.Name));
        Assert.Equal(new InputLayer { Shape = new(2, 3) }, graph.Layers[0].Operation);
        Assert.Equal(["flat"], graph.Layers[2].Inputs);
        Assert.Equal(["fc"], graph.Outputs);
    }

    [Fact]
    public void Layers_are_sorted()
    {
        ModelGraph graph = KerasModelJson.Read(Functional(Layer("ReLU", "b", "a"), Layer("ReLU", "a", "in"), Input));
        Assert.Equal(["in", "a", "b"], graph.Layers.Select(node => node.Name));
    }

    [Theory]
    [InlineData("6", 6.0)]
    [InlineData("7.5", 7.5)]
    [InlineData("null", null)]
    [InlineData("""{"class_name": "__numpy__", "config": {"value": 6.0}}""", 6.0)]
    public void Bounds_are_numbers_or_null(string json, double? bound) =>
        Assert.Equal(
            new ReLU { MaxValue = bound },
            KerasModelJson.Read(Functional(Input, Layer("ReLU", "b", "in", $"\"max_value\": {json}"))).Layers[1].Operation
        );

    [Theory]
    [InlineData("leaky_relu", 0.1, "Custom>Activation")]
    [InlineData("leaky_relu", 0.2, "Activation")]
    [InlineData("swish", 0.2, "Activation")]
    public void The_slope_of_a_float_activation_is_kept(string function, double slope, string className)
    {
        string settings = FormattableString.Invariant($"\"activation\": \"{function}\", \"alpha\": {slope}");

        ModelGraph graph = KerasModelJson.Read(Functional(Input, Layer("Custom>Activation", "b", "in", settings)));
        string written = KerasModelJson.Write(graph);

        Assert.Equal(new Activation { Function = function, Alpha = slope }, graph.Layers[1].Operation);
        Assert.Contains($"\"{className}\"", written.Replace("\\u003E", ">", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(graph.Layers[1].Operation, KerasModelJson.Read(written).Layers[1].Operation);
    }

    [Fact]
    public void Unknown_classes_are_kept_for_messages_and_refused_by_the_writer()
    {
        ModelGraph graph = KerasModelJson.Read(Functional(Input, Layer("Custom>Mystery", "b", "in")));
        Assert.Equal(new UnsupportedOperation("Custom>Mystery"), graph.Layers[1].Operation);
        Assert.Equal(
            "layer 'b': layers of class Custom>Mystery are not supported",
            Assert.Throws<GraphException>(() => KerasModelJson.Write(graph)).Message
        );
    }

    [Fact]
    public void Quantised_layers_carry_their_settings()
    {
        LayerNode node = KerasModelJson
            .Read(
                Functional(
                    Input,
                    Layer(
                        "Custom>QuantizedReLU",
                        "b",
                        "in",
                        """
                        "max_value": null,
                        "quant_config": {"output_quantizer": {"bitwidth": 4, "signed": false, "axis": "per-tensor"}, "buffer_bitwidth": 32}
                        """
                    )
                )
            )
            .Layers[1];
        Assert.Equal(
            new QuantizationConfig
            {
                OutputQuantizer = new()
                {
                    Bitwidth = 4,
                    Signed = false,
                    Axis = QuantizerAxis.PerTensor,
                },
                BufferBitwidth = 32,
            },
            node.Quantization
        );
    }

    [Theory]
    [InlineData(
        "MaxPooling2D",
        "\"pool_size\": [2, 2], \"data_format\": \"channels_first\"",
        "layer 'b': data_format is \"channels_first\", must be \"channels_last\""
    )]
    [InlineData("MaxPooling2D", "\"pool_size\": 2", "layer 'b': pool_size is 2, must be a list of two whole numbers")]
    [InlineData("MaxPooling2D", "\"padding\": \"same\"", "layer 'b': pool_size is missing")]
    [InlineData("ReLU", "\"max_value\": \"big\"", "layer 'b': max_value is \"big\", must be a finite number or null")]
    [InlineData(
        "ReLU",
        "\"max_value\": 6, \"max_value\": 7",
        "model_config is not valid JSON: Duplicate property 'max_value' encountered during deserialization."
    )]
    [InlineData("Dense", "\"units\": 0", "layer 'b': units is 0, must be at least 1")]
    [InlineData("BatchNormalization", "\"axis\": [1, 2]", "layer 'b': axis is [1, 2], must be one axis")]
    [InlineData("Dropout", "\"rate\": 0.5, \"noise_shape\": [1]", "layer 'b': noise_shape is [1], must be null")]
    [InlineData(
        "Custom>QuantizedReLU",
        "\"quant_config\": {\"output_quantizer\": {\"bitwidth\": 99}}",
        "layer 'b': quant_config.output_quantizer.bitwidth is 99, must be 1 to 32"
    )]
    [InlineData(
        "Custom>QuantizedReLU",
        "\"quant_config\": {\"a_quantizer\": {}}",
        "layer 'b': quant_config.a_quantizer is not a known setting"
    )]
    public void Wrong_settings_are_named(string className, string settings, string message) =>
        AssertRefused(message, Input, Layer(className, "b", "in", settings));

    [Fact]
    public void Wrong_graphs_are_named()
    {
        AssertRefused("layer 'a': its inputs form a cycle", Input, Layer("ReLU", "a", "b"), Layer("ReLU", "b", "a"));
        AssertRefused("layer 'a': input 'c' does not exist", Input, Layer("ReLU", "a", "c"));
        AssertRefused("the name 'in' is used twice", Input, Input);
        AssertRefused(
            "layer 'a': the layer is called 2 times; shared layers are not supported",
            Input,
            Layer("ReLU", "a", "in").Replace("]]]}", "]], [[\"in\", 0, 0, {}]]]}", StringComparison.Ordinal)
        );
        AssertRefused(
            "output 'out' of model 'm' does not exist",
            Functional(Input).Replace("\"output_layers\": []", "\"output_layers\": [[\"out\", 0, 0]]", StringComparison.Ordinal)
        );
    }

    private static void AssertRefused(string message, params string[] layers)
    {
        string json = layers[0].Contains("\"Functional\"", StringComparison.Ordinal) ? layers[0] : Functional(layers);
        Assert.StartsWith(message, Assert.Throws<GraphException>(() => new GraphIndex(KerasModelJson.Read(json))).Message);
    }

    private static string Functional(params string[] layers) =>
        $$"""{"class_name": "Functional", "config": {"name": "m", "layers": [{{string.Join(", ", layers)}}], "output_layers": []} }""";

    private static string Layer(string className, string name, string input, string? settings = null) =>
        $$"""
            {"class_name": "{{className}}", "config": {"name": "{{name}}" {{(settings is null ? "" : ", " + settings)}} },
                "inbound_nodes": [[["{{input}}", 0, 0, {}]]]}
            """;
}
