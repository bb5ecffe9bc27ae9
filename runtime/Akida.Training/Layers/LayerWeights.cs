namespace Akida.Training.Layers;

/// <summary>The weights of one layer as torch tensors in the layout of Keras.</summary>
internal sealed class LayerWeights(string layer, IReadOnlyDictionary<string, TorchTensor> tensors)
{
    /// <summary>The weight of a Keras name.</summary>
    /// <exception cref="GraphException">The layer has none of that name.</exception>
    public TorchTensor this[string name] =>
        tensors.TryGetValue(name, out TorchTensor? tensor) ? tensor : throw new GraphException($"weight '{name}' is missing").About(layer);
}
