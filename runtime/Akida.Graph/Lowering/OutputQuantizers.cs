using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Chooses the layers that get an output quantiser, and its settings.</summary>
internal static class OutputQuantizers
{
    private const int LookupInputBits = 11;
    private const int WideScaleBits = 16;

    /// <summary>The output quantisers by layer.</summary>
    public static Dictionary<string, OutputQuantizerConfig> Place(
        GraphIndex index,
        HashSet<string> quantized,
        QuantizationSettings settings
    )
    {
        Dictionary<string, OutputQuantizerConfig> placed = [];
        foreach (
            LayerNode node in index
                .Graph.Layers.Reverse()
                .Where(node => quantized.Contains(node.Name) && TakesAlignedInputs(node.Operation))
        )
        {
            foreach (LayerNode carrier in Carriers(index, node))
            {
                OutputQuantizerConfig wanted = Create(index, carrier, node, settings);
                placed[carrier.Name] = placed.TryGetValue(carrier.Name, out OutputQuantizerConfig? other)
                    ? Stricter(other, wanted)
                    : wanted;
            }
        }

        if (settings.LastOutputBits is { } bits && index.Graph.Outputs.All(quantized.Contains))
        {
            foreach (string output in index.Graph.Outputs)
            {
                placed[output] = new()
                {
                    Bitwidth = bits,
                    BufferBitwidth = settings.BufferBits,
                    ScaleBits = bits >= WideScaleBits ? WideScaleBits : 8,
                };
            }
        }

        return placed;
    }

    /// <summary>The reshapes that take the channels apart for which their input has a range each.</summary>
    public static IEnumerable<Refusal> LostChannels(
        GraphIndex index,
        HashSet<string> quantized,
        Dictionary<string, OutputQuantizerConfig> placed
    ) =>
        from node in index.Graph.Layers
        where quantized.Contains(node.Name) && node.Operation is Reshape
        let before = index.InputShapes(node)[0]
        let after = index.Shape(node.Name)
        where before.Channels != after.Channels && Carriers(index, node).Any(carrier => placed[carrier.Name].IsPerAxis)
        select new Refusal(
            RefusalReason.UnfittingReshape,
            node.Name,
            "target_shape",
            $"it reshapes {before} to {after}",
            "must keep the last dimension of an input that is quantised per channel"
        );

    private static bool TakesAlignedInputs(Operation operation) =>
        operation is WeightedOperation or Add or Concatenate or Flatten or Reshape or Permute or Activation;

    private static bool CannotCarry(Operation operation) =>
        operation is MaxPooling2D or Concatenate or Flatten or Permute or Reshape or Rescaling or Dropout;

    /// <summary>The nearest layers before a layer that can carry an output quantiser.</summary>
    private static IEnumerable<LayerNode> Carriers(GraphIndex index, LayerNode node) =>
        index
            .Producers(node)
            .SelectMany(producer =>
                producer.Operation is InputLayer ? []
                : CannotCarry(producer.Operation) ? Carriers(index, producer)
                : [producer]
            );

    private static OutputQuantizerConfig Create(GraphIndex index, LayerNode carrier, LayerNode consumer, QuantizationSettings settings)
    {
        bool feedsLookup = consumer.Operation is Activation;
        bool perTensor = settings.PerTensorActivations || feedsLookup || index.Shape(carrier.Name).IsVector;
        return new()
        {
            Bitwidth = feedsLookup ? LookupInputBits : Bits(index, carrier, settings),
            Signed = carrier.Operation is ReLU ? feedsLookup || settings.Bits.Activation >= 8 : null,
            Axis = perTensor ? QuantizerAxis.PerTensor : QuantizerAxis.PerAxis,
            BufferBitwidth = settings.BufferBits,
        };
    }

    private static int Bits(GraphIndex index, LayerNode carrier, QuantizationSettings settings) =>
        carrier.Operation switch
        {
            ReLU or Activation => settings.Bits.Activation,
            GlobalAveragePooling2D when Carriers(index, carrier).All(source => source.Operation is ReLU or Activation) => settings
                .Bits
                .Activation,
            _ => settings.OutputBits,
        };

    private static OutputQuantizerConfig Stricter(OutputQuantizerConfig one, OutputQuantizerConfig other)
    {
        OutputQuantizerConfig wider = other.Bitwidth > one.Bitwidth ? other : one;
        return one.Axis == QuantizerAxis.PerTensor || other.Axis == QuantizerAxis.PerTensor
            ? wider with
            {
                Axis = QuantizerAxis.PerTensor,
            }
            : wider;
    }
}
