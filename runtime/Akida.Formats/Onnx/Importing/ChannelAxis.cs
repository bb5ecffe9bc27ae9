using Akida.Formats.Onnx.Protocol;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Finds out which axis of an input holds the channels.</summary>
internal static class ChannelAxis
{
    // Operators whose first input is batch×channels×space.
    private static readonly HashSet<string> ChannelsSecond =
    [
        "Conv",
        "ConvTranspose",
        "MaxPool",
        "AveragePool",
        "GlobalAveragePool",
        "GlobalMaxPool",
        "BatchNormalization",
        "Resize",
        "Upsample",
    ];

    // Operators that keep the order of the axes.
    private static readonly HashSet<string> Keeping =
    [
        "Add",
        "Sub",
        "Mul",
        "Div",
        "Relu",
        "Clip",
        "LeakyRelu",
        "PRelu",
        "Sigmoid",
        "Tanh",
        "HardSigmoid",
        "HardSwish",
        "Elu",
        "Softplus",
        "Exp",
        "Erf",
        "Identity",
        "Cast",
        "Dropout",
        "Pad",
        "Slice",
        "Sum",
        "Max",
        "Concat",
        "Where",
        "Less",
    ];

    /// <summary>The axis, without batch, that the first operator which minds takes for channels; null if none minds.</summary>
    public static int? Find(GraphProto graph, string input, int rank)
    {
        Dictionary<string, int[]> orders = new() { [input] = [.. Enumerable.Range(0, rank + 1)] };
        foreach (NodeProto node in graph.Node)
        {
            if (node.Input.FirstOrDefault(orders.ContainsKey) is not { } from || node.Output.Count == 0)
            {
                continue;
            }

            int[] order = orders[from];
            if (ChannelsSecond.Contains(node.OpType) && from == node.Input[0] && order[1] > 0)
            {
                return order[1] - 1;
            }

            long[] permutation =
                node.OpType == "Transpose" ? [.. node.Attribute.FirstOrDefault(item => item.Name == "perm")?.Ints ?? []] : [];
            if (permutation.Length == order.Length && permutation.All(axis => axis >= 0 && axis < order.Length))
            {
                orders.TryAdd(node.Output[0], [.. permutation.Select(axis => order[axis])]);
            }
            else if (Keeping.Contains(node.OpType))
            {
                orders.TryAdd(node.Output[0], order);
            }
        }

        return null;
    }

    /// <summary>What the sizes suggest: channels first if the first size is that of a grey or colour picture and the last is not.</summary>
    public static int? Guess(TensorShape shape) =>
        shape.Rank < 3 ? null
        : shape[0] is 1 or 3 && shape.Channels is not (1 or 3) ? 0
        : shape.Rank - 1;
}
