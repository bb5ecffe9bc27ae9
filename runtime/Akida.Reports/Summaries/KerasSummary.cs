using System.Text.Json.Nodes;
using Akida.Formats.Keras;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Integers.Arithmetic;

namespace Akida.Reports.Summaries;

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
        HashSet<string> shapeless = Shapeless(model.Graph);
        return new ModelSummary(
            model.Graph.Name,
            model.Graph.IsQuantized ? "quantized" : "float",
            [.. model.Graph.Layers.Select(node => Of(node, index, !shapeless.Contains(node.Name), model.Weights, integers))]
        );
    }

    /// <summary>The layers of unknown classes, and those behind them.</summary>
    private static HashSet<string> Shapeless(ModelGraph graph)
    {
        HashSet<string> found = [];
        foreach (LayerNode node in graph.Layers.Where(node => node.Operation is UnsupportedOperation || node.Inputs.Any(found.Contains)))
        {
            found.Add(node.Name);
        }

        return found;
    }

    private static LayerSummary Of(
        LayerNode node,
        GraphIndex index,
        bool hasShape,
        WeightSet weights,
        IReadOnlyDictionary<string, IntegerLayer> integers
    ) =>
        new(
            node.Name,
            (node.IsQuantized ? "Quantized" : "") + node.Operation.ClassName,
            node.Inputs,
            hasShape ? index.Shape(node.Name).Dimensions : null,
            hasShape ? index.MultiplyAdds(node) : null,
            [
                .. index
                    .Weights(node)
                    .Select(weight => new WeightSummary(
                        weight.Name,
                        weight.Shape.Dimensions,
                        BitsOf(weight.Name, node.Quantization),
                        weight.Trainable,
                        IsKernel(weight.Name) ? ZerosOf(node, weight.Name, weights, integers) : null
                    )),
            ],
            SettingsOf(node, index)
        );

    // A model whose integers cannot be resolved still has layers to show; only the zeros of its kernels are unknown then.
    private static Dictionary<string, IntegerLayer> IntegersOf(Model model)
    {
        if (!model.Graph.IsQuantized)
        {
            return [];
        }

        try
        {
            return QuantizedProgram.From(model).Layers.ToDictionary(layer => layer.Name);
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
            (true, IntegerSeparableConv2D separable) when weight == "depthwise_kernel" => separable.DepthwiseWeights.LongCount(value =>
                value == 0
            ),
            (true, IntegerWeightedLayer weighted) => weighted.Weights.LongCount(value => value == 0),
            _ => null,
        };

    private static int BitsOf(string weight, QuantizationConfig? quantization) =>
        quantization is null
            ? FloatBits
            : weight switch
            {
                "bias" => quantization.BiasQuantizer?.Bitwidth ?? AlignedQuantizer.DefaultBitwidth,
                "depthwise_kernel" => (quantization.DepthwiseWeightQuantizer ?? quantization.WeightQuantizer)?.Bitwidth ?? FloatBits,
                "pointwise_kernel" => (quantization.PointwiseWeightQuantizer ?? quantization.WeightQuantizer)?.Bitwidth ?? FloatBits,
                "kernel" => quantization.WeightQuantizer?.Bitwidth ?? FloatBits,
                _ => FloatBits,
            };

    private static JsonObject SettingsOf(LayerNode node, GraphIndex index)
    {
        if (node.Operation is UnsupportedOperation)
        {
            return [];
        }

        JsonObject settings = KerasModelJson.Settings(node, index);
        foreach (string other in (string[])["name", "trainable", "dtype"])
        {
            settings.Remove(other);
        }

        return settings;
    }
}
