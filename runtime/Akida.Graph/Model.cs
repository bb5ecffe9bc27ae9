namespace Akida.Graph;

/// <summary>
/// The weights of a model: by layer, then by Keras weight name (<c>kernel</c>, <c>output_quantizer/range_max</c>). Immutable.
/// </summary>
public sealed class WeightSet
{
    private readonly Dictionary<string, Dictionary<string, Tensor>> layers;

    private WeightSet(Dictionary<string, Dictionary<string, Tensor>> layers) => this.layers = layers;

    /// <summary>No weights.</summary>
    public static WeightSet Empty { get; } = new([]);

    /// <summary>The weights of a sequence; the last of a name wins.</summary>
    public static WeightSet Create(IEnumerable<(string Layer, string Weight, Tensor Value)> weights) => Empty.With(weights);

    /// <summary>The weight <paramref name="weight"/> of layer <paramref name="layer"/>.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public Tensor this[string layer, string weight] =>
        Find(layer, weight) ?? throw new GraphException($"weight '{weight}' is missing").About(layer);

    /// <summary>A weight, or null.</summary>
    public Tensor? Find(string layer, string weight) =>
        layers.TryGetValue(layer, out Dictionary<string, Tensor>? own) && own.TryGetValue(weight, out Tensor? value) ? value : null;

    /// <summary>All weights of a layer by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Of(string layer) =>
        layers.TryGetValue(layer, out Dictionary<string, Tensor>? own) ? own : new Dictionary<string, Tensor>();

    /// <summary>All weights, with the names of their layers and their own.</summary>
    public IEnumerable<(string Layer, string Weight, Tensor Value)> All =>
        layers.SelectMany(layer => layer.Value.Select(weight => (layer.Key, weight.Key, weight.Value)));

    /// <summary>The names of the layers that have weights.</summary>
    public IReadOnlyCollection<string> Layers => layers.Keys;

    /// <summary>These weights with one replaced or added.</summary>
    public WeightSet With(string layer, string weight, Tensor value) => With([(layer, weight, value)]);

    /// <summary>These weights with some replaced or added.</summary>
    public WeightSet With(IEnumerable<(string Layer, string Weight, Tensor Value)> changes)
    {
        Dictionary<string, Dictionary<string, Tensor>> copy = new(layers);
        HashSet<string> owned = [];
        foreach ((string layer, string weight, Tensor value) in changes)
        {
            if (owned.Add(layer))
            {
                copy[layer] = copy.TryGetValue(layer, out Dictionary<string, Tensor>? shared) ? new(shared) : [];
            }

            copy[layer][weight] = value;
        }

        return new WeightSet(copy);
    }

    /// <summary>These weights without those of one layer.</summary>
    public WeightSet Without(string layer)
    {
        Dictionary<string, Dictionary<string, Tensor>> copy = new(layers);
        copy.Remove(layer);
        return new WeightSet(copy);
    }
}

/// <summary>A graph with its weights: a float model, or a quantised one.</summary>
/// <param name="Graph">The layers.</param>
/// <param name="Weights">Their weights.</param>
public sealed record Model(ModelGraph Graph, WeightSet Weights)
{
    /// <summary>Checks that every weight is there, has its shape and is finite.</summary>
    /// <exception cref="GraphException">A weight is missing, of another shape or not finite; the error names layer and weight.</exception>
    public void CheckWeights()
    {
        GraphIndex index = new(Graph);
        foreach (LayerNode node in Graph.Layers)
        {
            foreach (WeightSpec spec in index.Weights(node))
            {
                Tensor value = Weights[node.Name, spec.Name];
                if (value.Shape != spec.Shape)
                {
                    throw new GraphException($"weight '{spec.Name}' is {value.Shape}, must be {spec.Shape}").About(node.Name);
                }

                int bad = Array.FindIndex(value.Values, item => float.IsNaN(item) || float.IsInfinity(item));
                if (bad >= 0)
                {
                    throw new GraphException($"weight '{spec.Name}' has the value {value.Values[bad]} at {bad}, must be finite").About(
                        node.Name
                    );
                }
            }
        }
    }
}
