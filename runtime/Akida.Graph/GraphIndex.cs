using System.Runtime.CompilerServices;
using Akida.Graph.Operations;

namespace Akida.Graph;

/// <summary>Answers about a graph: layers by name, who takes an output, shapes, parameters.</summary>
public sealed class GraphIndex
{
    /// <summary>
    /// What has been computed of a graph, for as long as the graph lives: lowering asks for the index of one graph hundreds of times.
    /// </summary>
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
        content.Find(name)?.Node ?? throw new GraphException($"model '{Graph.Name}' has no layer '{name}'");

    /// <summary>Whether there is a layer called <paramref name="name"/>.</summary>
    public bool Contains(string name) => content.Find(name) is not null;

    /// <summary>The layers that take the output of <paramref name="name"/>, in order.</summary>
    public IReadOnlyList<LayerNode> Consumers(string name) => content[name].Consumers;

    /// <summary>The only layer that takes the output of <paramref name="name"/>, or null.</summary>
    public LayerNode? OnlyConsumer(string name) => content[name].Consumers is [var only] ? only : null;

    /// <summary>The layers whose outputs <paramref name="node"/> takes.</summary>
    public IReadOnlyList<LayerNode> Producers(LayerNode node) => [.. node.Inputs.Select(input => content[input].Node)];

    /// <summary>The output shape of a layer, without batch.</summary>
    public TensorShape Shape(string name) => content[name].Shape;

    /// <summary>The shapes of a layer's inputs.</summary>
    public IReadOnlyList<TensorShape> InputShapes(LayerNode node) => content.ShapesOf(node.Inputs);

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
        private readonly Dictionary<string, Layer> layers;

        public Content(ModelGraph graph)
        {
            layers = new Dictionary<string, Layer>(graph.Layers.Count);
            long activations = 0;
            foreach (LayerNode node in graph.Layers)
            {
                try
                {
                    TensorShape shape = Limits.InferShape(node.Operation, ShapesOf(node.Inputs));
                    activations = Limits.Add(activations, shape.Elements);
                    layers.Add(node.Name, new Layer(node, shape));
                }
                catch (GraphException error)
                {
                    throw error.About(node.Name);
                }

                foreach (string input in node.Inputs)
                {
                    layers[input].AddConsumer(node);
                }
            }
        }

        public ModelLimits Limits { get; } = ModelLimits.Current;

        public Layer this[string name] => layers[name];

        public Layer? Find(string name) => layers.TryGetValue(name, out Layer? layer) ? layer : null;

        public TensorShape[] ShapesOf(EquatableArray<string> names)
        {
            TensorShape[] shapes = new TensorShape[names.Count];
            for (int i = 0; i < shapes.Length; i++)
            {
                shapes[i] = layers[names[i]].Shape;
            }

            return shapes;
        }
    }

    /// <summary>A layer with what follows from the graph around it.</summary>
    private sealed class Layer(LayerNode node, TensorShape shape)
    {
        private LayerNode[] consumers = [];

        public LayerNode Node { get; } = node;

        public TensorShape Shape { get; } = shape;

        public LayerNode[] Consumers => consumers;

        /// <summary>Notes who takes the output; one that takes it twice is noted once.</summary>
        public void AddConsumer(LayerNode consumer)
        {
            // Nearly all have one.
            if (consumers.Length == 0 || !ReferenceEquals(consumers[consumers.Length - 1], consumer))
            {
                consumers = [.. consumers, consumer];
            }
        }
    }
}
