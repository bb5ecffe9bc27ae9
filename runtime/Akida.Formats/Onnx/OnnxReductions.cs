using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>The largest magnitudes of layers' outputs over a batch, for calibration.</summary>
internal static class OnnxReductions
{
    /// <summary>Adds the reduction of a layer's output, and gives it its name.</summary>
    public static void Add(OnnxBuilder builder, OnnxValues values, GraphIndex index, OnnxOutput output)
    {
        TensorShape shape = index.Shape(output.Layer);
        bool perChannel = output.Reduction == OnnxReduction.MaxMagnitudePerChannel;

        // Engines pool maps in whatever layout they compute in, and on all cores; a ReduceMax would have them moved to the layout of the
        // file first.
        bool hasMap = shape.Rank > 1;
        string value = values.Get(output.Layer, hasMap ? Layout.ChannelsFirst : Layout.ChannelsLast);
        string magnitudes = IsNeverNegative(index[output.Layer].Operation) ? value : builder.Node("Abs", value);
        string pooled = hasMap ? builder.Node("GlobalMaxPool", magnitudes) : magnitudes;
        int[] axes = [.. Enumerable.Range(0, shape.Rank + 1).Where(axis => !perChannel || axis != 1)];
        builder.Name(builder.Node("ReduceMax", pooled, ("axes", axes), ("keepdims", 0)), output.Name);
        builder.Output(output.Name, perChannel ? new TensorShape(shape.Channels) : new TensorShape(), batched: false);
    }

    private static bool IsNeverNegative(Operation operation) => operation is ReLU { NegativeSlope: 0, Threshold: >= 0 };
}
