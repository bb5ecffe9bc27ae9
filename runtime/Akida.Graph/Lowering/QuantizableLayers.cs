using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Tells the layers that can be quantised.</summary>
internal static class QuantizableLayers
{
    /// <summary>The fewest bits of signed weights.</summary>
    public const int LeastSignedBits = 2;

    /// <summary>The layers that can be quantised: whose inputs are, and which have a quantised form.</summary>
    /// <exception cref="GraphException">The settings name a layer that does not exist.</exception>
    public static HashSet<string> Find(GraphIndex index, QuantizationSettings settings)
    {
        RequireLayers(index, settings);
        HashSet<string> quantized = [];
        foreach (LayerNode node in index.Graph.Layers)
        {
            if (node.Operation is InputLayer || (node.Inputs.All(quantized.Contains) && IsQuantizable(index, node, settings)))
            {
                quantized.Add(node.Name);
            }

            if (node.Name == settings.QuantizeUntil)
            {
                break;
            }
        }

        return quantized;
    }

    /// <summary>The bits of a layer's weights: those for the input if no layer with weights comes before it.</summary>
    public static int WeightBits(GraphIndex index, LayerNode node, QuantizationSettings settings) =>
        IsFirstWeighted(index, node) ? settings.Bits.Input : settings.Bits.Weight;

    /// <summary>Whether a layer is the first with weights.</summary>
    public static bool IsFirstWeighted(GraphIndex index, LayerNode node) =>
        index.Graph.Layers.FirstOrDefault(layer => layer.Operation is WeightedOperation)?.Name == node.Name;

    private static void RequireLayers(GraphIndex index, QuantizationSettings settings)
    {
        IEnumerable<string> named = settings.QuantizeUntil is { } until ? settings.Layers.Keys.Append(until) : settings.Layers.Keys;
        if (named.FirstOrDefault(name => !index.Contains(name)) is { } missing)
        {
            throw new GraphException(
                $"the settings name layer '{missing}', which is not among the layers to quantise of model '{index.Graph.Name}'"
            );
        }
    }

    private static bool IsQuantizable(GraphIndex index, LayerNode node, QuantizationSettings settings)
    {
        return node.Operation switch
        {
            Conv2D { Groups: not 1 } or DepthwiseConv2D { Groups: not 1 } => false,
            WeightedOperation and not Conv3D => settings.Layers.ContainsKey(node.Name)
                || WeightBits(index, node, settings) >= LeastSignedBits,
            ReLU { NegativeSlope: 0, Threshold: 0 } => true,
            Activation activation => activation.IsLookup,
            Rescaling rescaling => rescaling.Scale.Count == 1 && rescaling.Offset.All(offset => offset == 0),
            MaxPooling2D or GlobalAveragePooling2D or Add or Concatenate or Flatten or Reshape or Permute or Dropout => true,
            _ => false,
        };
    }
}
