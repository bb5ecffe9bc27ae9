using System.Text.Json;

namespace Akida.Benchmarks;

/// <summary>A node of ONNX Runtime's profile.</summary>
/// <param name="Operator">What it computes.</param>
/// <param name="Seconds">The median of its times, which have whole microseconds.</param>
/// <param name="Outputs">The number of values in its output.</param>
internal sealed record OnnxNode(string Operator, double Seconds, long Outputs)
{
    /// <summary>Whether it has weights.</summary>
    public bool IsWeighted =>
        Operator.Contains("Conv", StringComparison.Ordinal)
        || Operator.Contains("Gemm", StringComparison.Ordinal)
        || Operator.Contains("MatMul", StringComparison.Ordinal);
}

/// <summary>Reads the profile that ONNX Runtime writes. Of weights that were packed it does not even have the shapes.</summary>
internal static class OnnxProfile
{
    private const string TimeSuffix = "_kernel_time";

    /// <summary>The nodes in the order in which they run.</summary>
    /// <param name="path">The JSON file.</param>
    public static IReadOnlyList<OnnxNode> Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        List<string> order = [];
        Dictionary<string, (string Operator, long Outputs, List<double> Times)> nodes = [];
        foreach (JsonElement entry in document.RootElement.EnumerateArray())
        {
            string name = entry.GetProperty("name").GetString()!;
            if (entry.GetProperty("cat").GetString() != "Node" || !name.EndsWith(TimeSuffix, StringComparison.Ordinal))
            {
                continue;
            }

            JsonElement details = entry.GetProperty("args");
            string key = $"{details.GetProperty("node_index").GetString()} {name}";
            if (!nodes.TryGetValue(key, out (string, long, List<double> Times) node))
            {
                node = (details.GetProperty("op_name").GetString()!, Outputs(details), []);
                nodes.Add(key, node);
                order.Add(key);
            }

            node.Times.Add(entry.GetProperty("dur").GetInt64() * 1e-6);
        }

        return [.. order.Select(key => nodes[key]).Select(node => new OnnxNode(node.Operator, Medians.Of(node.Times), node.Outputs))];
    }

    private static long Outputs(JsonElement details) =>
        details.TryGetProperty("output_type_shape", out JsonElement shapes) && shapes.GetArrayLength() > 0
            ? shapes[0].EnumerateObject().First().Value.EnumerateArray().Aggregate(1L, (product, size) => product * size.GetInt64())
            : 0;
}
