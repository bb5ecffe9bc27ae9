using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Puts an input quantiser behind a float input.</summary>
internal static class InputQuantizers
{
    /// <summary>The name of the input quantiser.</summary>
    private const string Name = "input_quantizer";

    /// <summary>
    /// Inserts the quantiser; unsigned, the layer behind it gets the bias and the padding value that will take its zero point over.
    /// </summary>
    public static LoweredGraph Insert(LoweredGraph lowered, QuantizationSettings settings)
    {
        if (
            lowered.Graph.Layers.Where(node => node.Operation is InputLayer).ToArray()
            is not [{ Operation: InputLayer { DType: DataType.Float32 } layer } input]
        )
        {
            return lowered;
        }

        InputQuantizer quantizer = new()
        {
            Bitwidth = settings.InputDType == DataType.Int16 ? 16 : 8,
            Signed = settings.InputDType != DataType.UInt8,
            Axis = settings.PerTensorActivations || layer.Shape.Rank < 2 ? QuantizerAxis.PerTensor : QuantizerAxis.PerAxis,
        };
        GraphIndex index = lowered.Index;
        if (!quantizer.Signed && ZeroPointTaker(index, input.Name) is { } first)
        {
            lowered = lowered.Then(
                lowered.Graph.WithOperation(first.Name, InputOffset.Shifted((WeightedOperation)first.Operation, [0f])),
                new CreateBias(first.Name, index.Shape(first.Name).Channels)
            );
        }

        return lowered
            .Then(lowered.Graph.InsertAfter(input.Name, new LayerNode(Name, quantizer, [input.Name], QuantizationConfig.Empty)))
            .Adding(Name, input.Name);
    }

    /// <summary>
    /// The layer that takes over the zero point of an unsigned quantiser behind <paramref name="name"/>, or null if none can.
    /// </summary>
    public static LayerNode? ZeroPointTaker(GraphIndex index, string name)
    {
        LayerNode? first = FirstOf(index, name);
        return first?.Operation is Conv2D or Dense or BufferTempConv ? first : null;
    }

    /// <summary>The only layer behind <paramref name="name"/>, past rescalings, or null if there are several or none.</summary>
    public static LayerNode? FirstOf(GraphIndex index, string name)
    {
        LayerNode? next = index.OnlyConsumer(name);
        while (next?.Operation is Rescaling)
        {
            next = index.OnlyConsumer(next.Name);
        }

        return next;
    }
}
