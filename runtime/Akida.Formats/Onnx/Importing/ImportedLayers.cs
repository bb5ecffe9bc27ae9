using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>The layers of the model that an ONNX graph becomes.</summary>
internal sealed class ImportedLayers
{
    private readonly List<LayerNode> layers = [];
    private readonly Dictionary<string, int> positions = [];
    private readonly Dictionary<string, TensorShape> shapes = [];
    private readonly Dictionary<string, Dictionary<string, Tensor>> weights = [];
    private readonly LayerNames names = new();
    private readonly ModelLimits limits = ModelLimits.Current;

    /// <summary>Adds a layer for a node.</summary>
    /// <returns>The layer's name.</returns>
    /// <exception cref="GraphException">The inputs do not fit, or a weight has another shape.</exception>
    public string Add(OnnxNode node, Operation operation, IEnumerable<string> inputs, params (string Name, Tensor Value)[] own) =>
        Add(names.OfNode(node.Name, node.Operation, operation.ClassName), operation, inputs, own);

    /// <summary>Adds a layer that no node stands for, or that has a name of its own.</summary>
    public string AddNamed(string name, Operation operation, IEnumerable<string> inputs, params (string Name, Tensor Value)[] own) =>
        Add(names.Free(name), operation, inputs, own);

    /// <summary>The name that the layer of a node would have, not yet made unique.</summary>
    public static string NameOf(OnnxNode node) =>
        node.Name.EndsWith("/" + node.Operation, StringComparison.Ordinal) ? node.Name[..^(node.Operation.Length + 1)] : node.Name;

    /// <summary>The shape of a layer's output.</summary>
    public TensorShape Shape(string layer) => shapes[layer];

    /// <summary>A layer.</summary>
    public LayerNode this[string layer] => layers[positions[layer]];

    /// <summary>A weight of a layer.</summary>
    public Tensor Weight(string layer, string weight) => weights[layer][weight];

    /// <summary>Gives a layer without bias one.</summary>
    public void AddBias(string layer, Tensor bias) =>
        Replace(
            layer,
            (WeightedOperation)this[layer].Operation with
            {
                UseBias = true,
            },
            [.. weights[layer].Select(weight => (weight.Key, weight.Value)), ("bias", bias)]
        );

    /// <summary>Makes a layer, which no other has taken yet, do something else.</summary>
    /// <exception cref="GraphException">A weight is missing or has another shape.</exception>
    public void Replace(string layer, Operation operation, params (string Name, Tensor Value)[] own)
    {
        LayerNode node = this[layer] with { Operation = operation };
        shapes[layer] = Check(node, own);
        layers[positions[layer]] = node;
        weights[layer] = own.ToDictionary(weight => weight.Name, weight => weight.Value);
    }

    /// <summary>The model of all layers that the outputs need.</summary>
    public Model Build(string name, IReadOnlyList<string> outputs)
    {
        HashSet<string> needed = [.. outputs];
        foreach (LayerNode node in Enumerable.Reverse(layers))
        {
            if (needed.Contains(node.Name))
            {
                needed.UnionWith(node.Inputs);
            }
        }

        LayerNode[] kept = [.. layers.Where(node => needed.Contains(node.Name) || node.Operation is InputLayer)];
        Model model = new(
            ModelGraph.Create(name, kept, outputs.Distinct()),
            WeightSet.Create(kept.SelectMany(node => weights[node.Name].Select(weight => (node.Name, weight.Key, weight.Value))))
        );
        model.CheckWeights();
        return model;
    }

    private string Add(string name, Operation operation, IEnumerable<string> inputs, (string Name, Tensor Value)[] own)
    {
        LayerNode node = new(name, operation, inputs.ToEquatableArray());
        shapes.Add(name, Check(node, own));
        positions.Add(name, layers.Count);
        layers.Add(node);
        weights.Add(name, own.ToDictionary(weight => weight.Name, weight => weight.Value));
        return name;
    }

    private TensorShape Check(LayerNode node, (string Name, Tensor Value)[] own)
    {
        TensorShape[] inputs = [.. node.Inputs.Select(Shape)];
        TensorShape shape = limits.InferShape(node.Operation, inputs);

        foreach (WeightSpec spec in node.Operation.Weights(inputs))
        {
            Tensor value =
                own.FirstOrDefault(weight => weight.Name == spec.Name).Value
                ?? throw new GraphException($"weight '{spec.Name}' is missing");
            if (value.Shape != spec.Shape)
            {
                throw new GraphException($"weight '{spec.Name}' is {value.Shape}, must be {spec.Shape}");
            }
        }

        return shape;
    }
}
