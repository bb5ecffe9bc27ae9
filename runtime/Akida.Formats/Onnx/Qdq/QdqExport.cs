using Akida.Integers;

namespace Akida.Formats.Onnx.Qdq;

/// <summary>
/// Writes quantised models as ONNX with QuantizeLinear and DequantizeLinear around ordinary float operators, which any ONNX engine runs,
/// and which engines with integer kernels fuse. <c>docs/onnx.md</c> says what becomes what, and where a result can be a step off.
/// </summary>
public static class QdqExport
{
    /// <summary>The ONNX file of a quantised model.</summary>
    /// <param name="quantised">The model.</param>
    /// <param name="outputs">The layers whose outputs it puts out, integers as the reals that they stand for; the model's outputs if not
    /// given.</param>
    /// <exception cref="GraphException">The model is not quantised, or a layer has no form in ONNX; the error names it.</exception>
    public static byte[] ToBytes(Model quantised, IReadOnlyList<string>? outputs = null)
    {
        IntegerProgram program = QuantizedProgram.From(quantised);
        GraphIndex index = new(quantised.Graph);
        OnnxBuilder builder = new();
        OnnxValues values = new(builder, index);
        QdqUnits units = new(program);
        foreach ((LayerNode node, IntegerLayer layer) in quantised.Graph.Layers.Zip(program.Layers))
        {
            builder.Layer = node.Name;
            try
            {
                QdqLayers.Add(new OnnxLayer(builder, values, index, quantised.Weights, node), layer, units);
            }
            catch (GraphException error)
            {
                throw error.About(node.Name);
            }
        }

        builder.Layer = "";
        foreach (string output in outputs ?? quantised.Graph.Outputs)
        {
            OnnxExport.AddOutput(builder, values, index, new OnnxOutput(output));
        }

        return builder.Build(quantised.Graph.Name);
    }

    /// <summary>Writes a quantised model as an ONNX file.</summary>
    /// <exception cref="GraphException">The model is not quantised, or a layer has no form in ONNX; the error names it.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Model quantised)
    {
        byte[] bytes = ToBytes(quantised);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }
}
