using System.Text.Json.Nodes;

namespace Akida.Reports.Summaries;

/// <summary>A line of a summary.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Kind">Its Keras class or Akida kind.</param>
/// <param name="Inputs">The layers whose outputs it takes.</param>
/// <param name="OutputShape">Its output's sizes without batch; null where the file does not tell.</param>
/// <param name="MultiplyAdds">Multiply-adds for one input; null where the file does not tell.</param>
/// <param name="Weights">Its weights, in the order of the file.</param>
/// <param name="Settings">Its settings by their names in the file.</param>
public sealed record LayerSummary(
    string Layer,
    string Kind,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<int>? OutputShape,
    long? MultiplyAdds,
    IReadOnlyList<WeightSummary> Weights,
    JsonObject Settings
)
{
    /// <summary>The number of its weights' elements.</summary>
    public long Parameters => Weights.Sum(weight => weight.Elements);

    /// <summary>How many of them training changes by gradient.</summary>
    public long TrainableParameters => Weights.Where(weight => weight.Trainable).Sum(weight => weight.Elements);

    /// <summary>Bytes of its weights at their bit widths.</summary>
    public long WeightBytes => Weights.Sum(weight => weight.Bytes);

    /// <summary>The share of zeros in its kernels; null without a kernel, and where the file does not tell.</summary>
    public double? WeightSparsity => SparsityOf(Weights);

    /// <summary>The share of zeros in the kernels among <paramref name="weights"/>; null if there are none.</summary>
    public static double? SparsityOf(IEnumerable<WeightSummary> weights)
    {
        WeightSummary[] kernels = [.. weights.Where(weight => weight.Zeros is not null)];
        return kernels.Length == 0 ? null : (double)kernels.Sum(kernel => kernel.Zeros!.Value) / kernels.Sum(kernel => kernel.Elements);
    }
}
