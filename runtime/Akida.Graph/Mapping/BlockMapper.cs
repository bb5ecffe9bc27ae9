using Akida.Graph.Converted;
using Akida.Graph.Operations;

namespace Akida.Graph.Mapping;

/// <summary>Groups the layers of a quantised graph into blocks of one Akida layer each.</summary>
public static class BlockMapper
{
    /// <summary>A quantiser of fewer bits than this ends a block; wider ones stand inside.</summary>
    public const int BlockEndBits = 9;

    /// <summary>
    /// The blocks in order; those that make no Akida layer have no type. What stands behind the first dequantiser is no part of any.
    /// </summary>
    public static IReadOnlyList<AkidaBlock> Map(GraphIndex model, AkidaVersion version)
    {
        List<AkidaBlock> blocks = [];
        HashSet<string> taken = [];
        foreach (LayerNode layer in model.Graph.Layers)
        {
            if (
                layer.IsQuantized
                && !IsPassedOver(model, layer)
                && layer.Operation is not (InputQuantizer or Dequantizer)
                && taken.Add(layer.Name)
            )
            {
                List<LayerNode> sequence = Follow(model, layer);
                taken.UnionWith(sequence.Select(member => member.Name));
                blocks.Add(MakeBlock(model, version, sequence));
            }
        }

        return blocks;
    }

    /// <summary>
    /// The layer whose output this one takes in the end, past rescaling, dropout and reshapes that change sizes of 1 only.
    /// </summary>
    public static LayerNode Source(GraphIndex model, string layer)
    {
        LayerNode node = model[layer];
        while (IsPassedOver(model, node))
        {
            node = model.Producers(node)[0];
        }

        return node;
    }

    /// <summary>
    /// Whether a layer takes the model's input and that is an image for an input convolution: 1 or 3 channels, unsigned bytes.
    /// </summary>
    public static bool TakesImage(GraphIndex model, LayerNode layer, AkidaVersion version)
    {
        LayerNode source = Source(model, layer.Inputs[0]);
        bool isFirst = source.Operation is InputLayer or InputQuantizer;
        bool isUnsigned = source.Operation switch
        {
            InputQuantizer quantizer => quantizer is { Signed: false, Bitwidth: 8 },
            InputLayer own => own.DType == DataType.UInt8,
            _ => false,
        };
        return isFirst && (isUnsigned || version == AkidaVersion.V1) && model.Shape(source.Name) is { Rank: 3, Channels: 1 or 3 };
    }

    /// <summary>Whether a layer is no part of any block: it does nothing to the integers.</summary>
    public static bool IsPassedOver(GraphIndex model, LayerNode layer) =>
        layer.Operation is Rescaling or Dropout || (layer.Operation is Reshape && ChangesOnlyOnes(model, layer));

    private static bool ChangesOnlyOnes(GraphIndex model, LayerNode layer)
    {
        TensorShape before = model.Shape(layer.Inputs[0]),
            after = model.Shape(layer.Name);
        return before.Dimensions.Where(size => size != 1).SequenceEqual(after.Dimensions.Where(size => size != 1));
    }

    private static List<LayerNode> Follow(GraphIndex model, LayerNode first)
    {
        List<LayerNode> sequence = [first];
        while (true)
        {
            LayerNode last = sequence[sequence.Count - 1];
            if (last.Quantization!.OutputQuantizer is { Bitwidth: < BlockEndBits } || last.Operation is JoinOperation)
            {
                return sequence;
            }

            LayerNode? next = model.OnlyConsumer(last.Name);
            while (next is not null && IsPassedOver(model, next))
            {
                next = model.OnlyConsumer(next.Name);
            }

            if (next is not { IsQuantized: true } || next.Operation is JoinOperation or Dequantizer)
            {
                return sequence;
            }

            sequence.Add(next);
        }
    }

    private static AkidaBlock MakeBlock(GraphIndex model, AkidaVersion version, List<LayerNode> layers)
    {
        LayerNode main = layers.FirstOrDefault(layer => layer.Operation is WeightedOperation) ?? layers[0];
        bool takesImage = TakesImage(model, main, version);
        AkidaLayerType? type = BlockPatterns.TypeOf(layers, version, takesImage);
        EquatableArray<string> inputs = layers[0].Inputs.Select(input => Source(model, input).Name).ToEquatableArray();
        return new AkidaBlock(
            type,
            type ?? BlockPatterns.KindOf(main, version, takesImage && layers.Count > 1),
            main,
            layers.ToEquatableArray(),
            inputs
        );
    }
}
