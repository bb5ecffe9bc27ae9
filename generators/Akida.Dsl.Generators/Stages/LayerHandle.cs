using Akida.Graph;
using Akida.Graph.Declarations;

namespace Akida.Dsl.Generators.Stages;

/// <summary>A layer property: what its other part gives, and what an editor shows of it.</summary>
/// <param name="Property">The property.</param>
/// <param name="Name">The name of its last layer.</param>
/// <param name="Kind">What declares it, such as <c>ConvBlock</c>.</param>
/// <param name="Facts">What is known of the default instance; null for a model with mistakes.</param>
internal sealed record LayerHandle(string Property, string Name, string Kind, LayerFacts? Facts)
{
    /// <summary>The handles of a model that compiles.</summary>
    public static EquatableArray<LayerHandle> Create(ModelDeclaration model, CompiledModel compiled, AkidaVersion version)
    {
        GraphIndex index = new(compiled.Graph);
        ILookup<string, LayerNode> nodes = compiled.Graph.Layers.ToLookup(node => PropertyOf(compiled.Origins[node.Name]));
        return Handles(
            model,
            (layer, place) =>
            {
                LayerNode[] own = [.. nodes[layer.Property!]];
                return new LayerFacts(
                    index.Shape(compiled.LastLayers[place]),
                    own.Sum(index.Parameters),
                    own.Select(node => node.Name).ToEquatableArray(),
                    version
                );
            }
        );
    }

    /// <summary>The handles of a model of which nothing more is known.</summary>
    public static EquatableArray<LayerHandle> CreateWithoutFacts(ModelDeclaration model) => Handles(model, (_, _) => null);

    private static EquatableArray<LayerHandle> Handles(ModelDeclaration model, Func<LayerDeclaration, int, LayerFacts?> facts) =>
        model
            .Layers.Select((layer, place) => (Layer: layer, Place: place))
            .Where(declared => declared.Layer.Property is not null)
            .Select(declared => new LayerHandle(
                declared.Layer.Property!,
                declared.Layer.Name,
                declared.Layer.Kind,
                facts(declared.Layer, declared.Place)
            ))
            .ToEquatableArray();

    /// <summary>The property behind which a layer is: that of its block, backbone or repetition.</summary>
    private static string PropertyOf(LayerDeclaration layer) => layer.Member.Split('.')[0];
}

/// <summary>What is known of the layers behind a property in the default instance.</summary>
/// <param name="Shape">The output shape of the last one.</param>
/// <param name="Parameters">The number of the elements of all their weights.</param>
/// <param name="Nodes">Their names in the graph.</param>
/// <param name="Version">The Akida version that this is about.</param>
internal sealed record LayerFacts(TensorShape Shape, long Parameters, EquatableArray<string> Nodes, AkidaVersion Version)
{
    private const int MostNames = 6;

    /// <summary>The names, those in the middle left out where there are many.</summary>
    public string NodesInWords =>
        Nodes.Count <= MostNames ? string.Join(" → ", Nodes) : $"{Nodes[0]} → … → {Nodes[Nodes.Count - 1]} ({Nodes.Count} layers)";
}
