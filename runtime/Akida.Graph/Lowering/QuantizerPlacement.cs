using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Turns a sanitised graph into a quantised one: which layers, with which bits, and where integers begin and end.</summary>
public static class QuantizerPlacement
{
    /// <summary>Places the quantisers.</summary>
    /// <param name="sanitized">A sanitised graph.</param>
    /// <param name="settings">How to quantise.</param>
    /// <returns>The quantised graph, with the edits of the sanitised one and its own; what cannot be quantised is among its
    /// refusals.</returns>
    /// <exception cref="GraphException">The settings name a layer that does not exist.</exception>
    public static LoweredGraph Place(LoweredGraph sanitized, QuantizationSettings settings)
    {
        GraphIndex index = sanitized.Index;
        HashSet<string> quantized = QuantizableLayers.Find(index, settings);
        if (!sanitized.Graph.Layers.Any(node => node.Operation is not InputLayer && quantized.Contains(node.Name)))
        {
            LayerNode first = sanitized.Graph.Layers.FirstOrDefault(node => node.Operation is not InputLayer) ?? sanitized.Graph.Layers[0];
            return sanitized.Refusing(
                new Refusal(
                    RefusalReason.NoQuantizedForm,
                    first.Name,
                    null,
                    $"{first.Operation.ClassName} has no quantised form with these settings",
                    $"the first layer must have one, or nothing of model '{sanitized.Graph.Name}' can be quantised"
                )
            );
        }

        Dictionary<string, OutputQuantizerConfig> outputs = OutputQuantizers.Place(index, quantized, settings);
        foreach (Refusal refusal in OutputQuantizers.LostChannels(index, quantized, outputs))
        {
            sanitized = sanitized.Refusing(refusal);
        }

        ModelGraph graph = sanitized.Graph.Map(node =>
            node.Operation is InputLayer || !quantized.Contains(node.Name)
                ? node
                : node with
                {
                    Quantization = Configure(index, node, outputs, settings),
                }
        );
        return InputQuantizers.Insert(InsertDequantizers(sanitized.Then(graph), quantized), settings);
    }

    private static QuantizationConfig Configure(
        GraphIndex index,
        LayerNode node,
        Dictionary<string, OutputQuantizerConfig> outputs,
        QuantizationSettings settings
    )
    {
        if (settings.Layers.TryGetValue(node.Name, out QuantizationConfig? given))
        {
            return LayerQuantization.Complete(node.Operation, given);
        }

        QuantizationConfig config = LayerQuantization.Create(
            node.Operation,
            QuantizableLayers.WeightBits(index, node, settings),
            settings.BufferBits
        );
        return outputs.TryGetValue(node.Name, out OutputQuantizerConfig? output) ? config with { OutputQuantizer = output } : config;
    }

    private static LoweredGraph InsertDequantizers(LoweredGraph lowered, HashSet<string> quantized)
    {
        ModelGraph graph = lowered.Graph;
        bool all = graph.Outputs.All(quantized.Contains);
        int count = 0;
        foreach (LayerNode node in graph.Layers.Where(node => quantized.Contains(node.Name)))
        {
            string[] floats =
            [
                .. lowered
                    .Index.Consumers(node.Name)
                    .Where(consumer => !quantized.Contains(consumer.Name))
                    .Select(consumer => consumer.Name),
            ];
            if (graph.Outputs.Contains(node.Name))
            {
                string name =
                    !all ? node.Name + "/dequantizer"
                    : count == 0 ? "dequantizer"
                    : $"dequantizer_{count}";
                count++;
                LayerNode dequantizer = new(name, new Dequantizer(), [node.Name], QuantizationConfig.Empty);
                graph = graph.InsertBetween(node.Name, dequantizer, floats);
                graph = graph with { Outputs = graph.Outputs.Select(output => output == node.Name ? name : output).ToEquatableArray() };
                lowered = lowered.Then(graph).Adding(name, node.Name);
            }
            else if (floats.Length > 0)
            {
                LayerNode dequantizer = new(node.Name + "/dequantizer", new Dequantizer(), [node.Name], QuantizationConfig.Empty);
                graph = graph.InsertBetween(node.Name, dequantizer, floats);
                lowered = lowered.Then(graph).Adding(dequantizer.Name, node.Name);
            }
        }

        return lowered;
    }
}
