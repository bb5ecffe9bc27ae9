using Akida.Training.Layers;
using TorchSharp.Modules;

namespace Akida.Training.Networks;

/// <summary>A model that torch can train: its weights as tensors, and a forward pass over its graph.</summary>
public abstract class Network : IDisposable
{
    private readonly Dictionary<string, Dictionary<string, TorchTensor>> tensors = [];

    private readonly HashSet<string> frozen = [];

    private protected Network(Model model, NetworkSettings settings)
    {
        Settings = settings;
        model.CheckWeights();
        Graph = model.Graph;
        Index = new GraphIndex(model.Graph);
        foreach (LayerNode node in Graph.Layers)
        {
            Dictionary<string, TorchTensor> own = [];
            foreach (WeightSpec spec in Index.Weights(node))
            {
                TorchTensor value = ToTorch(model.Weights[node.Name, spec.Name], settings.FloatType);
                bool isLearned = spec.Trainable && (settings.Learns is null || settings.Learns(node.Name, spec.Name));
                own.Add(spec.Name, isLearned ? new Parameter(value) : value);
            }

            if (Index.Weights(node).Any(spec => spec.Trainable) && !own.Values.OfType<Parameter>().Any())
            {
                frozen.Add(node.Name);
            }

            tensors.Add(node.Name, own);
        }
    }

    /// <summary>The layers.</summary>
    public ModelGraph Graph { get; }

    /// <summary>What learns, and in which floats.</summary>
    private protected NetworkSettings Settings { get; }

    /// <summary>Shapes and weights of the layers.</summary>
    private protected GraphIndex Index { get; }

    /// <summary>The network of a float model, or the quantisation-aware one of a quantised model.</summary>
    /// <exception cref="GraphException">A weight is missing or unfit, or the model has several outputs.</exception>
    public static Network Create(Model model) => Create(model, new NetworkSettings());

    /// <summary>Likewise, with settings.</summary>
    internal static Network Create(Model model, NetworkSettings settings)
    {
        if (model.Graph.Outputs.Count != 1)
        {
            throw new GraphException($"model '{model.Graph.Name}' has {model.Graph.Outputs.Count} outputs, must have one to be trained");
        }

        return model.Graph.IsQuantized ? new QuantizedNetwork(model, settings) : new FloatNetwork(model, settings);
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
                    using TorchTensor value = ToTorch(weights[layer, name], tensor.dtype);
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

    /// <summary>The gradients of the last loss, by layer and weight; zeros where there is none.</summary>
    internal WeightSet Gradients() =>
        WeightSet.Create(
            from layer in tensors
            from weight in layer.Value
            where weight.Value is Parameter
            select (layer.Key, weight.Key, ToTensor(weight.Value.grad ?? torch.zeros_like(weight.Value)))
        );

    /// <summary>Runs a batch.</summary>
    /// <param name="input">The inputs, as Keras has them.</param>
    /// <param name="training">Whether dropout drops and batch normalisation learns.</param>
    internal abstract NetworkOutput Forward(TorchTensor input, bool training);

    /// <summary>Forgets what was computed from the weights.</summary>
    private protected virtual void OnWeightsChanged() { }

    /// <summary>Whether a layer has weights that could learn, and none does.</summary>
    private protected bool IsFrozen(string layer) => frozen.Contains(layer);

    private protected LayerWeights WeightsOf(string layer) => new(layer, tensors[layer]);

    private static TorchTensor ToTorch(Tensor tensor, torch.ScalarType type) =>
        torch.tensor(tensor.Values, [.. tensor.Shape.Dimensions.Select(size => (long)size)], dtype: torch.float32).to(type);

    private static Tensor ToTensor(TorchTensor tensor) =>
        new(
            TensorShape.Of(tensor.shape.Select(size => checked((int)size))),
            tensor.detach().to(torch.float32).contiguous().data<float>().ToArray()
        );
}

/// <summary>What a network gives for a batch.</summary>
/// <param name="Values">The model's output, as Keras has it.</param>
/// <param name="Penalty">What the layers add to the loss, or null.</param>
internal sealed record NetworkOutput(TorchTensor Values, TorchTensor? Penalty);
