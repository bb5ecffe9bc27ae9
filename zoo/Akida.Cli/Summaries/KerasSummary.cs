using System.Text.Json.Nodes;
using Akida.Formats.Keras;
using Akida.Graph;
using Akida.Quantization.Arithmetic;
using Akida.Simulator.Program;

namespace Akida.Cli.Summaries;

/// <summary>Summaries of float and quantised models.</summary>
internal static class KerasSummary
{
    private const int FloatBits = 32;

    /// <summary>The summary of a model.</summary>
    /// <exception cref="GraphException">The layers do not fit together.</exception>
    public static ModelSummary Of(Model model)
    {
        GraphIndex index = new(model.Graph);
        IReadOnlyDictionary<string, IntegerLayer> integers = IntegersOf(model);
        return new ModelSummary(
            model.Graph.Name, model.Graph.IsQuantized ? "quantized" : "float", [.. model.Graph.Layers.Select(node => Of(node, index, model.Weights, integers))]);
    }

    private static LayerSummary Of(LayerNode node, GraphIndex index, WeightSet weights, IReadOnlyDictionary<string, IntegerLayer> integers) => new(
        node.Name,
        (node.IsQuantized ? "Quantized" : "") + node.Operation.ClassName,
        node.Inputs,
        index.Shape(node.Name).Dimensions,
        index.MultiplyAdds(node),
        [.. index.Weights(node).Select(weight => new WeightSummary(
            weight.Name,
            weight.Shape.Dimensions,
            BitsOf(weight.Name, node.Quantization),
            weight.Trainable,
            IsKernel(weight.Name) ? ZerosOf(node, weight.Name, weights, integers) : null))],
        SettingsOf(node, index));

    // A model whose integers cannot be resolved still has layers to show; only the zeros of its kernels are unknown then.
    private static Dictionary<string, IntegerLayer> IntegersOf(Model model)
    {
        if (!model.Graph.IsQuantized)
        {
            return [];
        }

        try
        {
            return Integers.From(model).Layers.ToDictionary(layer => layer.Name);
        }
        catch (GraphException)
        {
            return [];
        }
    }

    private static bool IsKernel(string weight) => weight.EndsWith("kernel", StringComparison.Ordinal);

    private static long? ZerosOf(LayerNode node, string weight, WeightSet weights, IReadOnlyDictionary<string, IntegerLayer> integers) =>
        (node.IsQuantized, integers.GetValueOrDefault(node.Name)) switch
        {
            (false, _) => weights.Find(node.Name, weight)?.Values.LongCount(value => value == 0),
            (true, IntegerSeparableConv2D separable) when weight == "depthwise_kernel" => separable.DepthwiseWeights.LongCount(value => value == 0),
            (true, IntegerWeightedLayer weighted) => weighted.Weights.LongCount(value => value == 0),
            _ => null,
        };

    private static int BitsOf(string weight, QuantizationConfig? quantization) => quantization is null ? FloatBits : weight switch
    {
        "bias" => quantization.BiasQuantizer?.Bitwidth ?? AlignedQuantizer.DefaultBitwidth,
        "depthwise_kernel" => (quantization.DepthwiseWeightQuantizer ?? quantization.WeightQuantizer)?.Bitwidth ?? FloatBits,
        "pointwise_kernel" => (quantization.PointwiseWeightQuantizer ?? quantization.WeightQuantizer)?.Bitwidth ?? FloatBits,
        "kernel" => quantization.WeightQuantizer?.Bitwidth ?? FloatBits,
        _ => FloatBits,
    };

    private static JsonObject SettingsOf(LayerNode node, GraphIndex index)
    {
        JsonObject settings = KerasModelJson.Settings(node, index);
        foreach (string other in (string[])["name", "trainable", "dtype"])
        {
            settings.Remove(other);
        }

        return settings;
    }
}
