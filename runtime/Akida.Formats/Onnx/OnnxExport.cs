using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Writes float models as ONNX, in which they compute what Keras computes.</summary>
/// <remarks>
/// Inputs and outputs are channels last as in Keras; inside, convolutions work channels first. A temporal layer's buffer is an input
/// <c>fifo:NAME</c> and an output <c>fifo_next:NAME</c> (<c>C·(frames-1)×H×W</c>, oldest frame first), zeros before the first frame.
/// </remarks>
public static class OnnxExport
{
    /// <summary>What the name of a temporal layer's buffer begins with where it is an input.</summary>
    public const string BufferPrefix = "fifo:";

    /// <summary>What the name of a temporal layer's buffer begins with where it is an output.</summary>
    public const string NextBufferPrefix = "fifo_next:";

    /// <summary>The ONNX file of a model.</summary>
    /// <param name="model">A float model.</param>
    /// <param name="outputs">What it puts out; the model's outputs if not given.</param>
    /// <exception cref="GraphException">A layer is quantised, or has no form in ONNX; the error names it.</exception>
    public static byte[] ToBytes(Model model, IReadOnlyList<OnnxOutput>? outputs = null)
    {
        GraphIndex index = new(model.Graph);
        OnnxBuilder builder = new();
        OnnxValues values = new(builder, index);
        foreach (LayerNode node in model.Graph.Layers)
        {
            if (node.IsQuantized)
            {
                throw new GraphException("is quantised, must be a float layer to be exported").About(node.Name);
            }

            builder.Layer = node.Name;
            try
            {
                OnnxOperations.Add(new OnnxLayer(builder, values, index, model.Weights, node));
            }
            catch (GraphException error)
            {
                throw error.About(node.Name);
            }
        }

        foreach (OnnxOutput output in outputs ?? [.. model.Graph.Outputs.Select(name => new OnnxOutput(name))])
        {
            if (output.Reduction == OnnxReduction.None)
            {
                AddOutput(builder, values, index, output);
            }
            else
            {
                OnnxReductions.Add(builder, values, index, output);
            }
        }

        return builder.Build(model.Graph.Name);
    }

    /// <summary>Writes a float model as an ONNX file.</summary>
    /// <exception cref="GraphException">A layer is quantised, or has no form in ONNX; the error names it.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Model model)
    {
        byte[] bytes = ToBytes(model);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    internal static void AddOutput(OnnxBuilder builder, OnnxValues values, GraphIndex index, OnnxOutput output)
    {
        builder.Name(values.Get(output.Layer, Layout.ChannelsLast), output.Name);
        builder.Output(output.Name, index.Shape(output.Layer));
    }
}
