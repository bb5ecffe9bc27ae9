using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Moves an offset from a layer's input into its bias and padding.</summary>
public static class InputOffset
{
    /// <summary>Folds an offset of the input of <paramref name="node"/>, one value or one per channel, into the layer.</summary>
    /// <param name="lowered">The graph.</param>
    /// <param name="node">The layer.</param>
    /// <param name="offset">What is added to the layer's input.</param>
    /// <param name="channels">The layer's output channels.</param>
    internal static LoweredGraph Fold(LoweredGraph lowered, LayerNode node, EquatableArray<float> offset, int channels) =>
        lowered.Then(
            lowered.Graph.WithOperation(node.Name, Shifted((WeightedOperation)node.Operation, offset)),
            new CreateBias(node.Name, channels),
            Edit(node, offset)
        );

    /// <summary>What happens to the weights of a layer that takes an offset over.</summary>
    public static WeightEdit Edit(LayerNode node, EquatableArray<float> offset) =>
        new AddOffsetToBias(node.Name, ((WeightedOperation)node.Operation).KernelName, offset, node.Operation is DepthwiseBufferTempConv);

    /// <summary>The operation with a bias and, where it pads, with a padding value that is lower by the offset.</summary>
    public static WeightedOperation Shifted(WeightedOperation operation, EquatableArray<float> offset)
    {
        if (operation is not Conv2D { Padding: Padding.Same } conv)
        {
            return operation with { UseBias = true };
        }

        EquatableArray<float> old = conv.PaddingValue ?? [0f];
        float[] shifted = new float[Math.Max(old.Count, offset.Count)];
        for (int channel = 0; channel < shifted.Length; channel++)
        {
            shifted[channel] = old[old.Count == 1 ? 0 : channel] - offset[offset.Count == 1 ? 0 : channel];
        }

        return conv with
        {
            UseBias = true,
            PaddingValue = Collapse(new(shifted)),
        };
    }

    /// <summary>One value in place of equal ones.</summary>
    internal static EquatableArray<float> Collapse(EquatableArray<float> values) =>
        values.All(value => value == values[0]) ? [values[0]] : values;
}
