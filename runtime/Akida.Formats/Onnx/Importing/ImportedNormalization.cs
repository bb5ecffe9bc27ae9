using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Batch normalisation.</summary>
internal static class ImportedNormalization
{
    public static OnnxValue BatchNormalization(OnnxNode node)
    {
        node.Require("training_mode", 0);
        LayerValue input = ImportedArithmetic.WithChannelsLast(node, node.Layer(0), 0);
        int channels = input.Shape.Channels;
        BatchNormalization normalization = new()
        {
            Axis = input.Shape.Rank,
            Epsilon = node.Real("epsilon", 1e-5f),
            Momentum = node.Real("momentum", 0.9f),
        };
        return ImportedActivations.Apply(
            node,
            input,
            normalization,
            ("gamma", node.Vector(1, channels)),
            ("beta", node.Vector(2, channels)),
            ("moving_mean", node.Vector(3, channels)),
            ("moving_variance", node.Vector(4, channels))
        );
    }
}
