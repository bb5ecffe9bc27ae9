using System.Text.Json;
using System.Text.Json.Serialization;
using Akida.Cli.CommandLine;
using Akida.Formats;

namespace Akida.Cli.Summaries;

/// <summary>What <c>akida_models summary</c> shows of a model.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Kind"><c>float</c>, <c>quantized</c> or <c>akida</c>.</param>
/// <param name="Layers">A line for each layer, each after those that it takes its inputs from.</param>
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

    /// <summary>How many of them training changes by gradient.</summary>
    public long TrainableParameters => Layers.Sum(layer => layer.TrainableParameters);

    /// <summary>Multiply-adds for one input, where all are known.</summary>
    public long? MultiplyAdds => Layers.Any(layer => layer.MultiplyAdds is null) ? null : Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>Bytes of all weights.</summary>
    public long WeightBytes => Layers.Sum(layer => layer.WeightBytes);

    /// <summary>The share of zeros in all kernels, where it is known.</summary>
    public double? WeightSparsity => LayerSummary.SparsityOf(Layers.SelectMany(layer => layer.Weights));

    /// <summary>The summary of a model file of any kind.</summary>
    /// <exception cref="CommandException">There is no summary of this kind of file.</exception>
    /// <exception cref="Graph.GraphException">The layers do not fit together.</exception>
    public static ModelSummary Of(ModelFile file, string path) => file switch
    {
        KerasModelFile keras => KerasSummary.Of(keras.Model),
        AkidaModelFile akida => AkidaSummary.Of(akida.Model),
        _ => throw new CommandException($"{path}: summaries of this kind of model file are not supported"),
    };

    /// <summary>The summary for programs.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonOptions);
}
