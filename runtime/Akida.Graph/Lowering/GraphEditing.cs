using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Changes to the layers of a graph; each gives a new graph.</summary>
internal static class GraphEditing
{
    /// <summary>The graph with a layer's operation exchanged.</summary>
    public static ModelGraph WithOperation(this ModelGraph graph, string name, Operation operation) =>
        graph with
        {
            Layers = graph.Layers.Select(node => node.Name == name ? node with { Operation = operation } : node).ToEquatableArray(),
        };

    /// <summary>The graph without a layer of one input; who took its output takes its input.</summary>
    public static ModelGraph Without(this ModelGraph graph, string name)
    {
        string source = graph.Layers.Single(node => node.Name == name).Inputs[0];
        return Rebuild(graph, graph.Layers.Where(node => node.Name != name).Select(node => node.Redirected(name, source)), name, source);
    }

    /// <summary>The graph without some layers; who took the output of one takes that of the layer that is given for it.</summary>
    public static ModelGraph Without(this ModelGraph graph, IReadOnlyDictionary<string, string> sources)
    {
        IEnumerable<LayerNode> left = graph
            .Layers.Where(node => !sources.ContainsKey(node.Name))
            .Select(node => node with { Inputs = node.Inputs.Select(Source).ToEquatableArray() });
        return ModelGraph.Create(graph.Name, ModelGraph.Sort([.. left]), graph.Outputs.Select(Source));

        string Source(string name) => sources.TryGetValue(name, out string? source) ? source : name;
    }

    /// <summary>The graph with a layer behind another one; whoever took the output of that one takes the new layer's.</summary>
    public static ModelGraph InsertAfter(this ModelGraph graph, string name, LayerNode inserted) =>
        Rebuild(
            graph,
            graph.Layers.SelectMany(node => node.Name == name ? [node, inserted] : new[] { node.Redirected(name, inserted.Name) }),
            name,
            inserted.Name
        );

    /// <summary>The graph with a layer behind another one, whose output only the given consumers take.</summary>
    public static ModelGraph InsertBetween(this ModelGraph graph, string name, LayerNode inserted, params string[] consumers) =>
        Rebuild(
            graph,
            graph.Layers.SelectMany(node =>
                node.Name == name ? [node, inserted] : new[] { consumers.Contains(node.Name) ? node.Redirected(name, inserted.Name) : node }
            )
        );

    /// <summary>The graph with a layer and its only consumer in the other order.</summary>
    public static ModelGraph Swap(this ModelGraph graph, string first, string second)
    {
        EquatableArray<string> inputs = graph.Layers.Single(node => node.Name == first).Inputs;
        return Rebuild(
            graph,
            graph.Layers.Select(node =>
                node.Name == first ? node with { Inputs = [second] }
                : node.Name == second ? node with { Inputs = inputs }
                : node.Redirected(second, first)
            ),
            second,
            first
        );
    }

    /// <summary>The graph with every layer mapped; the same one where each stays as it is.</summary>
    public static ModelGraph Map(this ModelGraph graph, Func<LayerNode, LayerNode> change)
    {
        LayerNode[] changed = [.. graph.Layers.Select(change)];
        return graph.Layers.Zip(changed, ReferenceEquals).All(same => same) ? graph : Rebuild(graph, changed);
    }

    /// <summary>
    /// The graph of these layers, sorted and checked; an output <paramref name="oldOutput"/> becomes <paramref name="newOutput"/>.
    /// </summary>
    public static ModelGraph Rebuild(ModelGraph graph, IEnumerable<LayerNode> layers, string? oldOutput = null, string? newOutput = null) =>
        ModelGraph.Create(
            graph.Name,
            ModelGraph.Sort([.. layers]),
            graph.Outputs.Select(output => output == oldOutput ? newOutput! : output)
        );

    private static LayerNode Redirected(this LayerNode node, string from, string to) =>
        node.Inputs.Contains(from)
            ? node with
            {
                Inputs = node.Inputs.Select(input => input == from ? to : input).ToEquatableArray(),
            }
            : node;
}
