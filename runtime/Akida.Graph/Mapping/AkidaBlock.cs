using Akida.Graph.Converted;

namespace Akida.Graph.Mapping;

/// <summary>Quantised layers that make one Akida layer.</summary>
/// <param name="Type">The Akida layer's type; null where the sequence makes none.</param>
/// <param name="Kind">The type that the main layer makes where the right layers follow it; null where the Akida version has no such
/// layer.</param>
/// <param name="Main">The layer that gives the name: the weighted one, or the only one.</param>
/// <param name="Layers">All layers, in order.</param>
/// <param name="Inputs">The last layers of the blocks that it takes its inputs from (or the input, or the input quantiser).</param>
public sealed record AkidaBlock(
    AkidaLayerType? Type,
    AkidaLayerType? Kind,
    LayerNode Main,
    EquatableArray<LayerNode> Layers,
    EquatableArray<string> Inputs
)
{
    /// <summary>The last layer.</summary>
    public LayerNode Last => Layers[Layers.Count - 1];

    /// <summary>Whether it is the input convolution, which takes an image.</summary>
    public bool IsInputConvolution => Kind?.IsInputConvolution() is true;

    /// <summary>The only layer with such an operation, or null.</summary>
    public LayerNode? Find<T>() => Layers.FirstOrDefault(layer => layer.Operation is T);
}
