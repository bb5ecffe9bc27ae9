using Akida.Formats;
using Akida.Graph;

namespace Akida.Reports.Summaries;

/// <summary>A model in figures, layer by layer.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Kind"><c>float</c>, <c>quantized</c> or <c>akida</c>.</param>
/// <param name="Layers">A line for each layer, each after those that it takes its inputs from.</param>
public sealed record ModelSummary(string Model, string Kind, IReadOnlyList<LayerSummary> Layers)
{
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
    /// <param name="file">What was read of the file.</param>
    /// <exception cref="GraphException">The layers do not fit together.</exception>
    /// <exception cref="NotSupportedException">There is no summary of this kind of file.</exception>
    public static ModelSummary Of(ModelFile file) =>
        file switch
        {
            KerasModelFile keras => Of(keras.Model),
            AkidaModelFile akida => Of(akida.Model),
            _ => throw new NotSupportedException($"{file.GetType().Name} is no kind of model that has a summary"),
        };

    /// <summary>The summary of a float or quantised model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="GraphException">The layers do not fit together.</exception>
    public static ModelSummary Of(Model model) => KerasSummary.Of(model);

    /// <summary>The summary of a converted model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="GraphException">The layers do not fit together.</exception>
    public static ModelSummary Of(AkidaModel model) => AkidaSummary.Of(model);

    /// <summary>The summary for programs.</summary>
    public string ToJson() => ReportJson.Of(this);
}
