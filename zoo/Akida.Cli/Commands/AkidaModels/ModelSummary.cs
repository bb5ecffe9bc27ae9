using System.Text.Json;
using System.Text.Json.Serialization;
using Akida.Cli.Output;
using Akida.Graph;
using Akida.Simulator.Program;
using Spectre.Console;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary>A line of a summary.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Kind">Its Keras class or Akida kind.</param>
/// <param name="Inputs">The layers whose outputs it takes.</param>
/// <param name="OutputShape">Its output's sizes without batch; null where the file does not tell.</param>
/// <param name="Parameters">The number of its weights' elements.</param>
/// <param name="MultiplyAdds">Multiply-adds for one input; null where the file does not tell.</param>
/// <param name="WeightBytes">Bytes of its weights at their bit widths.</param>
internal sealed record LayerSummary(
    string Layer, string Kind, IReadOnlyList<string> Inputs, IReadOnlyList<int>? OutputShape, long Parameters, long? MultiplyAdds, long WeightBytes);

/// <summary>What <c>akida_models summary</c> shows of a model.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Kind"><c>float</c>, <c>quantized</c> or <c>akida</c>.</param>
/// <param name="Layers">A line for each layer.</param>
internal sealed record ModelSummary(string Model, string Kind, IReadOnlyList<LayerSummary> Layers)
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The number of all weights' elements.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Multiply-adds for one input, where they are known.</summary>
    public long? MultiplyAdds => Layers.Any(layer => layer.MultiplyAdds is null) ? null : Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>Bytes of all weights.</summary>
    public long WeightBytes => Layers.Sum(layer => layer.WeightBytes);

    /// <summary>The summary of a float or quantised model.</summary>
    public static ModelSummary Of(Model model)
    {
        GraphIndex index = new(model.Graph);
        return new ModelSummary(model.Graph.Name, model.Graph.IsQuantized ? "quantized" : "float", [.. model.Graph.Layers.Select(node => Of(node, index))]);
    }

    /// <summary>The summary of a converted model.</summary>
    /// <exception cref="GraphException">The layers do not fit together.</exception>
    public static ModelSummary Of(AkidaModel model)
    {
        Dictionary<string, TensorShape> shapes = AkidaProgram.From(model).Layers.ToDictionary(layer => layer.Name, layer => layer.Output.Shape);
        return new ModelSummary(model.Name, "akida", [.. model.Layers.Select(layer => Of(layer, shapes.TryGetValue(layer.Name, out TensorShape shape) ? shape : null))]);
    }

    /// <summary>The summary for programs.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonOptions);

    /// <summary>The summary for people.</summary>
    public void WriteTable(CliConsole console)
    {
        Table table = new Table { Title = new TableTitle(Markup.Escape($"{Model} ({Kind})")) }.Border(TableBorder.Rounded);
        table.AddColumns("Layer", "Kind", "Output shape");
        table.AddColumns(new TableColumn("Parameters").RightAligned(), new TableColumn("Multiply-adds").RightAligned(), new TableColumn("Bytes").RightAligned());
        table.AddColumn("Inputs");
        foreach (LayerSummary layer in Layers)
        {
            table.AddRow(
                Markup.Escape(layer.Layer),
                layer.Kind,
                layer.OutputShape is null ? "" : string.Join('×', layer.OutputShape),
                layer.Parameters.ToString("N0"),
                layer.MultiplyAdds?.ToString("N0") ?? "",
                layer.WeightBytes.ToString("N0"),
                Markup.Escape(string.Join(", ", layer.Inputs)));
        }

        console.Rich.Write(table);
        console.WriteLine($"Total parameters: {Parameters:N0}");
        if (MultiplyAdds is { } multiplyAdds)
        {
            console.WriteLine($"Multiply-adds for one input: {multiplyAdds:N0}");
        }

        console.WriteLine($"Bytes of weights: {WeightBytes:N0}");
    }

    private static LayerSummary Of(LayerNode node, GraphIndex index) => new(
        node.Name,
        (node.IsQuantized ? "Quantized" : "") + node.Operation.ClassName,
        node.Inputs,
        index.Shape(node.Name).Dimensions,
        index.Parameters(node),
        index.MultiplyAdds(node),
        index.Weights(node).Sum(weight => BytesOf(weight.Shape.Elements, BitsOf(weight.Name, node.Quantization))));

    private static LayerSummary Of(AkidaLayer layer, TensorShape? shape) => new(
        layer.Name,
        layer.Type,
        layer.Inbounds,
        shape?.Dimensions,
        layer.Variables.Sum(variable => variable.Shape.Elements),
        null,
        layer.Variables.Sum(variable => BytesOf(variable.Shape.Elements, BitsOf(variable, layer))));

    private static long BytesOf(long elements, int bits) => ((elements * bits) + 7) / 8;

    private static int BitsOf(string weight, QuantizationConfig? quantization) => (weight switch
    {
        "bias" => quantization?.BiasQuantizer,
        "depthwise_kernel" => quantization?.DepthwiseWeightQuantizer ?? quantization?.WeightQuantizer,
        "pointwise_kernel" => quantization?.PointwiseWeightQuantizer ?? quantization?.WeightQuantizer,
        "kernel" => quantization?.WeightQuantizer,
        _ => null,
    })?.Bitwidth ?? (quantization is not null && weight == "bias" ? 8 : 32);

    private static int BitsOf(AkidaVariable variable, AkidaLayer layer) =>
        variable.Name.StartsWith("weights", StringComparison.Ordinal) && layer.Parameter("weights_bits") is int bits
            ? bits
            : System.Runtime.InteropServices.Marshal.SizeOf(variable.Values.GetType().GetElementType()!) * 8;
}
