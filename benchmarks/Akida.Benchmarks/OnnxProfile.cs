using System.Text.Json;

namespace Akida.Benchmarks;

/// <summary>A node of ONNX Runtime's profile.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="Seconds">The mean of its times, which have whole microseconds.</param>
/// <param name="MultiplyAdds">Products of a weight and an input; 0 of nodes without weights.</param>
internal sealed record OnnxNode(string Name, string Operator, double Seconds, long MultiplyAdds);

/// <summary>Reads the profile that ONNX Runtime writes.</summary>
internal static class OnnxProfile
{
    private const string TimeSuffix = "_kernel_time";

    /// <summary>The nodes in the order in which they run.</summary>
    /// <param name="path">The JSON file.</param>
    public static IReadOnlyList<OnnxNode> Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        List<string> order = [];
        Dictionary<string, (string Operator, long MultiplyAdds, List<double> Times)> nodes = [];
        foreach (JsonElement entry in document.RootElement.EnumerateArray())
        {
            string name = entry.GetProperty("name").GetString()!;
            if (entry.GetProperty("cat").GetString() != "Node" || !name.EndsWith(TimeSuffix, StringComparison.Ordinal))
            {
                continue;
            }

            JsonElement details = entry.GetProperty("args");
            string kind = details.GetProperty("op_name").GetString()!,
                key = $"{details.GetProperty("node_index").GetString()} {name}";
            if (!nodes.TryGetValue(key, out var node))
            {
                node = (kind, MultiplyAdds(kind, details), []);
                nodes.Add(key, node);
                order.Add(key);
            }

            node.Times.Add(entry.GetProperty("dur").GetInt64() * 1e-6);
        }

        return
        [
            .. order.Select(key => new OnnxNode(
                key[(key.IndexOf(' ', StringComparison.Ordinal) + 1)..^TimeSuffix.Length],
                nodes[key].Operator,
                nodes[key].Times.Average(),
                nodes[key].MultiplyAdds
            )),
        ];
    }

    /// <summary>What the shapes of weights and outputs say.</summary>
    private static long MultiplyAdds(string kind, JsonElement details)
    {
        int weights = kind switch
        {
            "QLinearConv" or "QGemm" or "QLinearMatMul" => 3,
            "Conv" or "FusedConv" or "NhwcFusedConv" or "ConvTranspose" or "Gemm" or "FusedGemm" or "MatMul" or "FusedMatMul" => 1,
            "MatMulInteger" or "MatMulIntegerToFloat" or "DynamicQuantizeMatMul" => 1,
            _ => -1,
        };
        long[][] inputs = Shapes(details, "input_type_shape"),
            outputs = Shapes(details, "output_type_shape");
        if (weights < 0 || weights >= inputs.Length || outputs.Length == 0 || inputs[weights] is not [long first, ..] shape)
        {
            return 0;
        }

        // Each output (of a transposed convolution, each input) meets the weights of its filter (of its channel).
        long values = Product(kind == "ConvTranspose" ? inputs[0] : outputs[0]),
            filters = kind.Contains("Conv", StringComparison.Ordinal) ? first : outputs[0][^1];
        return values * Product(shape) / filters;
    }

    private static long[][] Shapes(JsonElement details, string name) =>
        details.TryGetProperty(name, out JsonElement shapes)
            ? [.. shapes.EnumerateArray().Select(shape => shape.EnumerateObject().First().Value.EnumerateArray().Select(Size).ToArray())]
            : [];

    private static long Size(JsonElement size) => size.GetInt64();

    private static long Product(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}
