using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Puts an input quantiser behind a float input.</summary>
internal static class InputQuantizers
{
    /// <summary>The name of the input quantiser.</summary>
    private const string Name = "input_quantizer";

    /// <summary>Inserts the quantiser; unsigned, the layer behind it gets the bias and the padding value that will take its zero point over.</summary>
    /// <exception cref="GraphException">The quantiser is unsigned and the first layer cannot take a zero point over.</exception>
    public static LoweredGraph Insert(LoweredGraph lowered, QuantizationSettings settings)
    {
        LayerNode input = lowered.Graph.Input;
        InputLayer layer = (InputLayer)input.Operation;
        if (layer.DType != DataType.Float32)
        {
            return lowered;
        }

        InputQuantizer quantizer = new()
        {
            Bitwidth = settings.InputDType == DataType.Int16 ? 16 : 8,
            Signed = settings.InputDType != DataType.UInt8,
            Axis = settings.PerTensorActivations || layer.Shape.Rank < 2 ? QuantizerAxis.PerTensor : QuantizerAxis.PerAxis,
        };
        if (!quantizer.Signed)
        {
            GraphIndex index = new(lowered.Graph);
            LayerNode first = ZeroPointTaker(index, input.Name);
            lowered = lowered.Then(
                lowered.Graph.WithOperation(first.Name, InputOffset.Shifted((WeightedOperation)first.Operation, [0f])),
                new CreateBias(first.Name, index.Shape(first.Name).Channels));
        }

        return lowered
            .Then(lowered.Graph.InsertAfter(input.Name, new LayerNode(Name, quantizer, [input.Name], QuantizationConfig.Empty)))
            .Adding(Name, input.Name);
    }

    /// <summary>The layer that takes over the zero point of an unsigned quantiser behind <paramref name="name"/>.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public static LayerNode ZeroPointTaker(GraphIndex index, string name)
    {
        LayerNode? next = index.OnlyConsumer(name);
        while (next?.Operation is Rescaling)
        {
            next = index.OnlyConsumer(next.Name);
        }

        return next?.Operation is Conv2D or Dense or BufferTempConv
            ? next
            : throw new GraphException(
                $"an unsigned input must be followed by Conv2D, Dense or a temporal layer only, found {next?.Operation.ClassName ?? "several layers"}; quantise the input to int8").About(next?.Name ?? name);
    }
}
