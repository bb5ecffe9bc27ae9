using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Tells the layers that can be quantised.</summary>
internal static class QuantizableLayers
{
    /// <summary>The layers that can be quantised: whose inputs are, and which have a quantised form.</summary>
    /// <exception cref="GraphException">A layer can neither be quantised nor left alone, or the settings name a layer that does not exist.</exception>
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
        index.Graph.Layers.First(layer => layer.Operation is WeightedOperation).Name == node.Name ? settings.Bits.Input : settings.Bits.Weight;

    private static void RequireLayers(GraphIndex index, QuantizationSettings settings)
    {
        IEnumerable<string> named = settings.QuantizeUntil is { } until ? settings.Layers.Keys.Append(until) : settings.Layers.Keys;
        if (named.FirstOrDefault(name => !index.Contains(name)) is { } missing)
        {
            throw new GraphException($"the settings name layer '{missing}', which is not among the layers to quantise of model '{index.Graph.Name}'");
        }
    }

    private static bool IsQuantizable(GraphIndex index, LayerNode node, QuantizationSettings settings)
    {
        const int leastSignedBits = 2;
        RequireForm(index, node);
        return node.Operation switch
        {
            Conv2D { Groups: not 1 } or DepthwiseConv2D { Groups: not 1 } => false,
            WeightedOperation and not Conv3D => settings.Layers.ContainsKey(node.Name) || WeightBits(index, node, settings) >= leastSignedBits,
            ReLU { NegativeSlope: 0, Threshold: 0 } => true,
            Activation activation => activation.IsLookup,
            Rescaling rescaling => rescaling.Scale.Count == 1 && rescaling.Offset.All(offset => offset == 0),
            MaxPooling2D or GlobalAveragePooling2D or Add or Concatenate or Flatten or Reshape or Permute or Dropout => true,
            _ => false,
        };
    }

    private static void RequireForm(GraphIndex index, LayerNode node)
    {
        int multiplier = node.Operation switch
        {
            DepthwiseConv2D conv => conv.DepthMultiplier,
            SeparableConv2D conv => conv.DepthMultiplier,
            DepthwiseConv2DTranspose conv => conv.DepthMultiplier,
            _ => 1,
        };
        if (multiplier != 1)
        {
            throw new GraphException($"depth multiplier is {multiplier}, must be 1 in a quantised layer", setting: "depth_multiplier").About(node.Name);
        }

        if (node.Operation is Add && node.Inputs.Count != 2)
        {
            throw new GraphException($"Add has {node.Inputs.Count} inputs, must have 2 in a quantised model", setting: "inputs").About(node.Name);
        }

        if (node.Operation is Dense && !index.InputShapes(node)[0].IsVector)
        {
            throw new GraphException($"the input of Dense is {index.InputShapes(node)[0]}, must be flat (n or 1×1×n) in a quantised model").About(node.Name);
        }
    }
}
