using Akida.Formats.Onnx.Importing;
using Akida.Formats.Onnx.Protocol;

namespace Akida.Formats.Onnx;

/// <summary>Reads float ONNX models as their channels-last (Keras) equivalents.</summary>
/// <remarks>
/// Models of any layout are understood: Keras models that were exported with transposes, and PyTorch models, which are channels first. The
/// inputs and outputs of the model that is read are channels last, <c>N×H×W×C</c>, whatever they are in the file. <c>docs/onnx.md</c> lists
/// the operators.
/// </remarks>
public static class OnnxFile
{
    /// <summary>What a file of this kind is called at its end.</summary>
    public const string Extension = ".onnx";

    /// <summary>Reads a float model.</summary>
    /// <exception cref="ModelFileException">
    /// The file is missing or damaged, or has an operator that layers cannot express, or is quantised; the error names the node.
    /// </exception>
    public static Model Read(string path) =>
        ModelFileException.Wrap(
            path,
            "ONNX",
            () =>
            {
                ModelProto model;
                using (FileStream stream = File.OpenRead(path))
                {
                    model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(stream);
                }

                if (model.Graph is not { Node.Count: > 0 } graph)
                {
                    throw new FormatException("holds no graph");
                }

                if (graph.Node.FirstOrDefault(IsQuantized) is { } quantized)
                {
                    throw new FormatException(
                        $"is a quantised model: node '{quantized.Name}' is a {quantized.OpType}; only float ONNX models are read, for a "
                            + "quantised model use the .h5 file that it was exported from"
                    );
                }

                // It follows the graph: without it the file may have been cut short, and nobody could say which operators its names mean.
                long operators =
                    model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version
                    ?? throw new FormatException("does not say the version of its operators (opset_import)");
                OnnxConstants constants = new(Path.GetDirectoryName(Path.GetFullPath(path))!);
                return new OnnxImport(graph, operators, constants).Run(
                    graph.Name.Length > 0 ? graph.Name : Path.GetFileNameWithoutExtension(path)
                );
            }
        );

    private static bool IsQuantized(NodeProto node) =>
        node.OpType is "QuantizeLinear" or "DequantizeLinear" or "DynamicQuantizeLinear" or "ConvInteger" or "MatMulInteger"
        || node.OpType.StartsWith("QLinear", StringComparison.Ordinal);
}
