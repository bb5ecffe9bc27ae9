using Akida.Training.Layers;
using TorchSharp.Modules;

namespace Akida.Training.Networks;

/// <summary>A model that torch can train: its weights as tensors, and a forward pass over its graph.</summary>
public abstract class Network : IDisposable
{
    private readonly Dictionary<string, Dictionary<string, TorchTensor>> tensors = [];

    private protected Network(Model model)
    {
        model.CheckWeights();
        Graph = model.Graph;
        Index = new GraphIndex(model.Graph);
        foreach (LayerNode node in Graph.Layers)
        {
            Dictionary<string, TorchTensor> own = [];
            foreach (WeightSpec spec in Index.Weights(node))
            {
                TorchTensor value = ToTorch(model.Weights[node.Name, spec.Name]);
                own.Add(spec.Name, spec.Trainable ? new Parameter(value) : value);
            }

            tensors.Add(node.Name, own);
        }
    }

    /// <summary>The layers.</summary>
    public ModelGraph Graph { get; }

    /// <summary>Shapes and weights of the layers.</summary>
    private protected GraphIndex Index { get; }

    /// <summary>The network of a float model, or the quantisation-aware one of a quantised model.</summary>
    /// <exception cref="GraphException">A weight is missing or unfit, or the model has several outputs.</exception>
    public static Network Create(Model model)
    {
        if (model.Graph.Outputs.Count != 1)
        {
            throw new GraphException($"model '{model.Graph.Name}' has {model.Graph.Outputs.Count} outputs, must have one to be trained");
        }

        return model.Graph.IsQuantized ? new QuantizedNetwork(model) : new FloatNetwork(model);
    }

    /// <summary>The model with the weights as they are now.</summary>
    public Model ToModel() => new(Graph, Snapshot());

    /// <summary>A copy of all weights.</summary>
    public WeightSet Snapshot() =>
        WeightSet.Create(from layer in tensors from weight in layer.Value select (layer.Key, weight.Key, ToTensor(weight.Value)));

    /// <summary>Sets all weights, which must be of this network's layers and shapes.</summary>
    public void Restore(WeightSet weights)
    {
        using (torch.no_grad())
        {
            foreach ((string layer, Dictionary<string, TorchTensor> own) in tensors)
            {
                foreach ((string name, TorchTensor tensor) in own)
                {
                    using TorchTensor value = ToTorch(weights[layer, name]);
                    tensor.copy_(value);
                }
            }
        }

        OnWeightsChanged();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TorchTensor tensor in tensors.Values.SelectMany(own => own.Values))
        {
            tensor.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The tensors that gradients change.</summary>
    internal IReadOnlyList<Parameter> Parameters => [.. tensors.Values.SelectMany(own => own.Values).OfType<Parameter>()];

    /// <summary>Runs a batch.</summary>
    /// <param name="input">The inputs, as Keras has them.</param>
    /// <param name="training">Whether dropout drops and batch normalisation learns.</param>
    internal abstract NetworkOutput Forward(TorchTensor input, bool training);

    /// <summary>Forgets what was computed from the weights.</summary>
    private protected virtual void OnWeightsChanged() { }

    private protected LayerWeights WeightsOf(string layer) => new(layer, tensors[layer]);

    private static TorchTensor ToTorch(Tensor tensor) =>
        torch.tensor(tensor.Values, [.. tensor.Shape.Dimensions.Select(size => (long)size)], dtype: torch.float32);

    private static Tensor ToTensor(TorchTensor tensor) =>
        new(TensorShape.Of(tensor.shape.Select(size => checked((int)size))), tensor.detach().data<float>().ToArray());
}

/// <summary>What a network gives for a batch.</summary>
/// <param name="Values">The model's output, as Keras has it.</param>
/// <param name="Penalty">What the layers add to the loss, or null.</param>
internal sealed record NetworkOutput(TorchTensor Values, TorchTensor? Penalty);
