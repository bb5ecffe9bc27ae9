using System.Runtime.CompilerServices;
using Akida.Graph.Operations;

namespace Akida.Graph;

/// <summary>Answers about a graph: layers by name, who takes an output, shapes, parameters.</summary>
public sealed class GraphIndex
{
    /// <summary>What has been computed of a graph, for as long as the graph lives: lowering asks for the index of one graph hundreds of times.</summary>
    private static readonly ConditionalWeakTable<ModelGraph, Content> Known = new();

    private readonly Content content;

    /// <summary>Reads a graph and infers all shapes.</summary>
    /// <exception cref="GraphException">A layer's inputs do not fit, or its output is too large; the error names the layer.</exception>
    public GraphIndex(ModelGraph graph)
    {
        Graph = graph;
        content = Known.GetValue(graph, static key => new Content(key));
    }

    /// <summary>The graph.</summary>
    public ModelGraph Graph { get; }

    /// <summary>The layer called <paramref name="name"/>.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public LayerNode this[string name] =>
        content.Nodes.TryGetValue(name, out LayerNode? node) ? node : throw new GraphException($"model '{Graph.Name}' has no layer '{name}'");

    /// <summary>Whether there is a layer called <paramref name="name"/>.</summary>
    public bool Contains(string name) => content.Nodes.ContainsKey(name);

    /// <summary>The layers that take the output of <paramref name="name"/>, in order.</summary>
    public IReadOnlyList<LayerNode> Consumers(string name) => content.Consumers[name];

    /// <summary>The only layer that takes the output of <paramref name="name"/>, or null.</summary>
    public LayerNode? OnlyConsumer(string name) => content.Consumers[name].Count == 1 ? content.Consumers[name][0] : null;

    /// <summary>The layers whose outputs <paramref name="node"/> takes.</summary>
    public IReadOnlyList<LayerNode> Producers(LayerNode node) => [.. node.Inputs.Select(input => content.Nodes[input])];

    /// <summary>The output shape of a layer, without batch.</summary>
    public TensorShape Shape(string name) => content.Shapes[name];

    /// <summary>The shapes of a layer's inputs.</summary>
    public IReadOnlyList<TensorShape> InputShapes(LayerNode node) => [.. node.Inputs.Select(input => content.Shapes[input])];

    /// <summary>A layer's weights, in Keras order.</summary>
    /// <exception cref="GraphException">A weight is too large; the error names the layer.</exception>
    public IReadOnlyList<WeightSpec> Weights(LayerNode node)
    {
        try
        {
            return content.Limits.InferWeights(node, InputShapes(node));
        }
        catch (GraphException error)
        {
            throw error.About(node.Name);
        }
    }

    /// <summary>The number of a layer's weights' elements.</summary>
    public long Parameters(LayerNode node) => Weights(node).Sum(weight => weight.Shape.Elements);

    /// <summary>A layer's multiply-adds for one input.</summary>
    /// <exception cref="GraphException">There are too many to be counted; the error names the layer.</exception>
    public long MultiplyAdds(LayerNode node)
    {
        try
        {
            return ModelLimits.Computed(() => node.Operation.MultiplyAdds(InputShapes(node)));
        }
        catch (GraphException error)
        {
            throw error.About(node.Name);
        }
    }

    private sealed class Content
    {
        public Content(ModelGraph graph)
        {
            long activations = 0;
            foreach (LayerNode node in graph.Layers)
            {
                Nodes.Add(node.Name, node);
                Consumers.Add(node.Name, []);
                foreach (string input in node.Inputs.Distinct())
                {
                    Consumers[input].Add(node);
                }

                try
                {
                    TensorShape shape = Limits.InferShape(node.Operation, [.. node.Inputs.Select(input => Shapes[input])]);
                    activations = Limits.Add(activations, shape.Elements);
                    Shapes.Add(node.Name, shape);
                }
                catch (GraphException error)
                {
                    throw error.About(node.Name);
                }
            }
        }

        public ModelLimits Limits { get; } = ModelLimits.Current;

        public Dictionary<string, LayerNode> Nodes { get; } = [];

        public Dictionary<string, List<LayerNode>> Consumers { get; } = [];

        public Dictionary<string, TensorShape> Shapes { get; } = [];
    }
}
