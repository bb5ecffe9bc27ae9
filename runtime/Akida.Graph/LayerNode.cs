using Akida.Graph.Operations;

namespace Akida.Graph;

/// <summary>A layer of a graph: a name, an operation, where its inputs come from and, in a quantised model, how it is quantised.</summary>
/// <param name="Name">The name, unique in the graph; it may contain <c>/</c>.</param>
/// <param name="Operation">What it does.</param>
/// <param name="Inputs">The names of the layers whose outputs it takes.</param>
/// <param name="Quantization">The settings of a quantised layer; null for a float layer.</param>
public sealed record LayerNode(string Name, Operation Operation, EquatableArray<string> Inputs, QuantizationConfig? Quantization = null)
{
    /// <summary>Whether the layer computes on integers.</summary>
    public bool IsQuantized => Quantization is not null;

    /// <summary>The layer's weights, in the order of a Keras file; a quantised layer's ranges come last.</summary>
    public IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        IReadOnlyList<WeightSpec> own = Operation.Weights(inputs);
        if (Quantization?.OutputQuantizer is not { } quantizer)
        {
            return own;
        }

        TensorShape range = quantizer.IsPerAxis ? new TensorShape(Operation.InferShape(inputs).Channels) : new TensorShape();
        return
        [
            .. own,
            new("output_quantizer/range_max", range, Initializer.Ones, false),
            new("output_quantizer/rescaling_rate", range, Initializer.Ones, false),
        ];
    }
}
