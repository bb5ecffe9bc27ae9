using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Answers about the beginning of a model.</summary>
internal static class InputLayers
{
    /// <summary>Whether a layer is the convolution that takes the model's image: the first layer, of 1 or 3 input channels.</summary>
    public static bool IsImageConvolution(GraphIndex index, LayerNode node) =>
        node.Operation is Conv2D && index.InputShapes(node)[0].Channels is 1 or 3 && IsFirst(index, node);

    /// <summary>Whether nothing but the input, its quantiser and rescalings come before a layer.</summary>
    public static bool IsFirst(GraphIndex index, LayerNode node)
    {
        IReadOnlyList<LayerNode> producers = index.Producers(node);
        return producers.Count == 1
            && (
                producers[0].Operation is InputLayer
                || (producers[0].Operation is Rescaling or InputQuantizer && IsFirst(index, producers[0]))
            );
    }
}
