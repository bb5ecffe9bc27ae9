using Akida.Graph.Blocks;
using Akida.Graph.Operations;

namespace Akida.Graph.Building;

/// <summary>Builds a graph layer by layer, shapes checked as it goes. Generated models and hand-written code use it alike.</summary>
/// <param name="name">The name of the model.</param>
/// <param name="version">The Akida version that version-dependent blocks follow.</param>
public sealed class GraphBuilder(string name, AkidaVersion version)
{
    private readonly List<LayerNode> layers = [];
    private readonly Dictionary<string, TensorShape> shapes = [];
    private readonly Dictionary<string, int> automaticNames = [];
    private readonly ModelLimits limits = ModelLimits.Current;

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<LayerNode> Layers => layers;

    /// <summary>The Akida version that version-dependent blocks follow.</summary>
    public AkidaVersion Version { get; } = version;

    /// <summary>The output shape of a layer.</summary>
    /// <exception cref="GraphException">There is no such layer.</exception>
    public TensorShape Shape(string layer) =>
        shapes.TryGetValue(layer, out TensorShape shape) ? shape : throw new GraphException($"model '{name}' has no layer '{layer}'");

    /// <summary>Adds a layer; without a name it gets one as Keras would give it (<c>conv2d</c>, <c>conv2d_1</c>, …).</summary>
    /// <returns>The name of the layer.</returns>
    /// <exception cref="GraphException">The name is taken, an input does not exist, or its shape does not fit.</exception>
    public string Add(string? layerName, Operation operation, params string[] inputs)
    {
        string unique = layerName ?? NextName(operation.AutomaticName);
        if (shapes.ContainsKey(unique))
        {
            throw new GraphException($"the name '{unique}' is used twice", unique, "name");
        }

        try
        {
            if (inputs.Length < operation.MinInputs || inputs.Length > operation.MaxInputs)
            {
                throw new GraphException($"{operation.ClassName} cannot take {inputs.Length} inputs", setting: "inputs");
            }

            shapes.Add(unique, limits.InferShape(operation, Array.ConvertAll(inputs, Shape)));
        }
        catch (GraphException error)
        {
            throw error.About(unique);
        }

        layers.Add(new LayerNode(unique, operation, inputs.ToEquatableArray()));
        return unique;
    }

    /// <summary>Adds a block's layers.</summary>
    /// <returns>The name of the last layer.</returns>
    /// <exception cref="GraphException">The block's settings or inputs do not fit.</exception>
    public string Add(string? blockName, LayerBlock block, params string[] inputs)
    {
        if (inputs.Length != 1)
        {
            throw new GraphException($"{block.GetType().Name} takes one input, found {inputs.Length}", blockName, "inputs");
        }

        return block.AddTo(this, blockName, inputs[0]);
    }

    /// <summary>The graph so far.</summary>
    /// <exception cref="GraphException">There is no input layer.</exception>
    public ModelGraph Build() => ModelGraph.Create(name, layers);

    private string NextName(string automaticName)
    {
        int count = automaticNames.TryGetValue(automaticName, out int used) ? used : 0;
        automaticNames[automaticName] = count + 1;
        return count == 0 ? automaticName : $"{automaticName}_{count}";
    }
}
