using Akida.Graph.Operations;

namespace Akida.Graph;

/// <summary>Answers about a graph: layers by name, who takes an output, shapes, parameters.</summary>
public sealed class GraphIndex
{
    private readonly Dictionary<string, LayerNode> nodes = [];
    private readonly Dictionary<string, List<LayerNode>> consumers = [];
    private readonly Dictionary<string, TensorShape> shapes = [];

    /// <summary>Reads a graph and infers all shapes.</summary>
    /// <exception cref="GraphException">A layer's inputs do not fit; the error names the layer.</exception>
    public GraphIndex(ModelGraph graph)
    {
        Graph = graph;
        foreach (LayerNode node in graph.Layers)
        {
            nodes.Add(node.Name, node);
            consumers.Add(node.Name, []);
            foreach (string input in node.Inputs.Distinct())
            {
                consumers[input].Add(node);
            }

            try
            {
                shapes.Add(node.Name, node.Operation.InferShape(InputShapes(node)));
            }
            catch (GraphException error)
            {
                throw error.About(node.Name);
            }
            catch (OverflowException)
            {
                throw new GraphException("the tensor is too large").About(node.Name);
            }
        }
    }

    /// <summary>The graph.</summary>
    public ModelGraph Graph { get; }

    /// <summary>The layer called <paramref name="name"/>.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public LayerNode this[string name] =>
        nodes.TryGetValue(name, out LayerNode? node) ? node : throw new GraphException($"model '{Graph.Name}' has no layer '{name}'");

    /// <summary>Whether there is a layer called <paramref name="name"/>.</summary>
    public bool Contains(string name) => nodes.ContainsKey(name);

    /// <summary>The layers that take the output of <paramref name="name"/>, in order.</summary>
    public IReadOnlyList<LayerNode> Consumers(string name) => consumers[name];

    /// <summary>The only layer that takes the output of <paramref name="name"/>, or null.</summary>
    public LayerNode? OnlyConsumer(string name) => consumers[name].Count == 1 ? consumers[name][0] : null;

    /// <summary>The layers whose outputs <paramref name="node"/> takes.</summary>
    public IReadOnlyList<LayerNode> Producers(LayerNode node) => [.. node.Inputs.Select(input => nodes[input])];

    /// <summary>The output shape of a layer, without batch.</summary>
    public TensorShape Shape(string name) => shapes[name];

    /// <summary>The shapes of a layer's inputs.</summary>
    public IReadOnlyList<TensorShape> InputShapes(LayerNode node) => [.. node.Inputs.Select(input => shapes[input])];

    /// <summary>A layer's weights, in Keras order.</summary>
    public IReadOnlyList<WeightSpec> Weights(LayerNode node) => node.Weights(InputShapes(node));

    /// <summary>The number of a layer's weights' elements.</summary>
    public long Parameters(LayerNode node) => Weights(node).Sum(weight => weight.Shape.Elements);

    /// <summary>A layer's multiply-adds for one input.</summary>
    public long MultiplyAdds(LayerNode node) => node.Operation.MultiplyAdds(InputShapes(node));
}
