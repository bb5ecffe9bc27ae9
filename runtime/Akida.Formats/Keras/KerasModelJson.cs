using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akida.Formats.Json;
using Akida.Graph.Operations;

namespace Akida.Formats.Keras;

/// <summary>Graphs as Keras's <c>model_config</c>: the JSON of a functional model (and, for reading, of a sequential one).</summary>
public static class KerasModelJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The graph of a <c>model_config</c>; layers of unknown classes become <see cref="UnsupportedOperation"/>s.</summary>
    /// <exception cref="GraphException">It is no such JSON, or the graph cannot be; the message names the layer.</exception>
    public static ModelGraph Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return ReadModel(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new GraphException($"model_config is not valid JSON: {error.Message}");
        }
    }

    /// <summary>The <c>model_config</c> of a graph.</summary>
    /// <exception cref="GraphException">The graph holds a layer that Keras files have no class for.</exception>
    public static string Write(ModelGraph graph)
    {
        GraphIndex index = new(graph);
        JsonObject model = new()
        {
            ["class_name"] = "Functional",
            ["config"] = new JsonObject
            {
                ["name"] = graph.Name,
                ["trainable"] = true,
                ["layers"] = new JsonArray([.. graph.Layers.Select(node => WriteLayer(node, index))]),
                ["input_layers"] = Ends(graph.Layers.Where(node => node.Operation is InputLayer).Select(node => node.Name)),
                ["output_layers"] = Ends(graph.Outputs),
            },
        };
        return model.ToJsonString(Options);
    }

    /// <summary>The <c>config</c> of one layer of a graph.</summary>
    /// <exception cref="GraphException">Keras files have no class for the layer.</exception>
    public static JsonObject Settings(LayerNode node, GraphIndex index)
    {
        JsonObject layer = WriteLayer(node, index);
        JsonNode config = layer["config"]!;
        layer.Remove("config");
        return config.AsObject();
    }

    private static ModelGraph ReadModel(JsonElement model)
    {
        string className = Text(model, "class_name", "model_config");
        JsonElement config = Member(model, "config", JsonValueKind.Object, "model_config");
        string name = Text(config, "name", "model_config.config");
        JsonElement layers = Member(config, "layers", JsonValueKind.Array, "model_config.config");
        ModelLimits.CheckLayers(name, layers.GetArrayLength());
        return className switch
        {
            "Functional" or "Model" => ReadFunctional(name, config, layers),
            "Sequential" => ReadSequential(name, layers),
            _ => throw new GraphException($"model_config is of class '{className}', must be Functional or Sequential"),
        };
    }

    private static ModelGraph ReadFunctional(string name, JsonElement config, JsonElement layers)
    {
        List<LayerNode> nodes = [.. layers.EnumerateArray().Select(layer => ReadLayer(layer, ReadInputs))];
        RefuseDuplicates(nodes);
        ModelLimits.CheckGraph(name, nodes);
        EquatableArray<string> outputs = ReadEnds(
            Member(config, "output_layers", JsonValueKind.Array, "model_config.config"),
            "output_layers"
        );
        return ModelGraph.Create(name, ModelGraph.Sort(nodes), outputs);
    }

    private static ModelGraph ReadSequential(string name, JsonElement layers)
    {
        List<LayerNode> nodes = [];
        foreach (JsonElement layer in layers.EnumerateArray())
        {
            if (nodes.Count == 0 && ImpliedInput(layer) is { } input)
            {
                nodes.Add(input);
            }

            nodes.Add(ReadLayer(layer, _ => nodes.Count == 0 ? [] : [nodes[^1].Name]));
        }

        RefuseDuplicates(nodes);
        return ModelGraph.Create(name, nodes);
    }

    // Old sequential models have no input layer: the first layer says the input's shape, and Keras names the input after it.
    private static LayerNode? ImpliedInput(JsonElement first)
    {
        string className = Text(first, "class_name", "the first layer");
        JsonElement config = Member(first, "config", JsonValueKind.Object, "the first layer");
        if (className == "InputLayer")
        {
            return null;
        }

        string name = Text(config, "name", "the first layer's config");
        if (
            !config.TryGetProperty("batch_input_shape", out JsonElement shape)
            || !KerasCodec.BatchInputShape.TryRead(shape, out TensorShape read)
        )
        {
            throw new GraphException(
                $"batch_input_shape must be {KerasCodec.BatchInputShape.Expected} in the first layer of a sequential model"
            ).About(name);
        }

        return new LayerNode(name + "_input", new InputLayer { Shape = read }, []);
    }

    private static LayerNode ReadLayer(JsonElement layer, Func<JsonElement, EquatableArray<string>> readInputs)
    {
        string className = Text(layer, "class_name", "a layer");
        JsonElement config = Member(layer, "config", JsonValueKind.Object, $"a layer of class {className}");
        string name = Text(config, "name", $"the config of a layer of class {className}");
        try
        {
            if (KerasLayerClasses.Find(className) is not var (layerClass, isQuantized))
            {
                return new LayerNode(name, new UnsupportedOperation(className), readInputs(layer));
            }

            Operation operation = layerClass.Read(new KerasConfig(new JsonSettingsReader(config), isQuantized));
            return new LayerNode(name, operation, readInputs(layer), isQuantized ? ReadQuantization(config) : null);
        }
        catch (GraphException error)
        {
            throw error.About(name);
        }
    }

    private static QuantizationConfig ReadQuantization(JsonElement config) =>
        config.TryGetProperty("quant_config", out JsonElement quantization) && quantization.ValueKind != JsonValueKind.Null
            ? QuantizationJson.Read(quantization)
            : QuantizationConfig.Empty;

    private static EquatableArray<string> ReadInputs(JsonElement layer)
    {
        JsonElement calls = Member(layer, "inbound_nodes", JsonValueKind.Array, "the layer");
        return calls.GetArrayLength() switch
        {
            0 => [],
            1 when calls[0].ValueKind == JsonValueKind.Array => ReadEnds(calls[0], "inbound_nodes"),
            1 => throw new GraphException("inbound_nodes is not as Keras 2 writes it"),
            var count => throw new GraphException($"the layer is called {count} times; shared layers are not supported"),
        };
    }

    private static EquatableArray<string> ReadEnds(JsonElement ends, string key)
    {
        List<string> names = [];
        foreach (JsonElement end in ends.EnumerateArray())
        {
            if (end.ValueKind != JsonValueKind.Array || end.GetArrayLength() < 3 || end[0].ValueKind != JsonValueKind.String)
            {
                throw new GraphException($"{key} has {JsonSettingsReader.Show(end)}, must be a layer, 0 and 0");
            }

            if (!JsonCodec.Int.TryRead(end[1], out int call) || !JsonCodec.Int.TryRead(end[2], out int output) || call != 0 || output != 0)
            {
                throw new GraphException(
                    $"{key} has {JsonSettingsReader.Show(end)}; shared layers and layers with several outputs are not supported"
                );
            }

            names.Add(end[0].GetString()!);
        }

        return names.ToEquatableArray();
    }

    private static JsonObject WriteLayer(LayerNode node, GraphIndex index)
    {
        try
        {
            (KerasLayerClass layerClass, string className) = KerasLayerClasses.Of(node);
            bool isQuantized = className == layerClass.QuantizedClassName;
            JsonObject config = new() { ["name"] = node.Name };
            if (node.Operation is not InputLayer)
            {
                config["trainable"] = layerClass.Trainable;
                config["dtype"] = "float32";
            }

            TensorShape? input = node.Inputs.Count > 0 ? index.Shape(node.Inputs[0]) : null;
            layerClass.Write(new KerasConfig(new JsonSettingsWriter(config), isQuantized, input), node.Operation);
            QuantizationConfig quantization = node.Quantization ?? QuantizationConfig.Empty;
            if (isQuantized && (layerClass.HasQuantConfig || quantization != QuantizationConfig.Empty))
            {
                config["quant_config"] = QuantizationJson.Write(quantization);
            }

            JsonArray inputs = [.. node.Inputs.Select(name => new JsonArray(name, 0, 0, new JsonObject()))];
            return new JsonObject
            {
                ["class_name"] = className,
                ["config"] = config,
                ["name"] = node.Name,
                ["inbound_nodes"] = inputs.Count == 0 ? new JsonArray() : new JsonArray(inputs),
            };
        }
        catch (GraphException error)
        {
            throw error.About(node.Name);
        }
    }

    private static JsonArray Ends(IEnumerable<string> names) => [.. names.Select(name => new JsonArray(name, 0, 0))];

    private static void RefuseDuplicates(IEnumerable<LayerNode> nodes)
    {
        HashSet<string> names = [];
        foreach (LayerNode node in nodes)
        {
            if (node.Name.Length == 0 || !names.Add(node.Name))
            {
                throw new GraphException(
                    node.Name.Length == 0 ? "a layer has no name" : $"the name '{node.Name}' is used twice",
                    node.Name,
                    "name"
                );
            }
        }
    }

    private static string Text(JsonElement element, string key, string place) =>
        Member(element, key, JsonValueKind.String, place).GetString()!;

    private static JsonElement Member(JsonElement element, string key, JsonValueKind kind, string place)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out JsonElement member))
        {
            throw new GraphException($"{place} has no {key}");
        }

        return member.ValueKind == kind
            ? member
            : throw new GraphException(
                $"{key} of {place} is {JsonSettingsReader.Show(member)}, must be "
                    + $"{kind switch { JsonValueKind.Object => "an object", JsonValueKind.Array => "a list", _ => "a text" }}"
            );
    }
}
