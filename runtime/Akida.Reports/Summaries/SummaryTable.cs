namespace Akida.Reports.Summaries;

/// <summary>Summaries for people.</summary>
public static class SummaryTable
{
    private static readonly ReportColumn[] Columns =
    [
        new("Layer"),
        new("Kind"),
        new("Output shape"),
        new("Parameters", IsNumber: true),
        new("Multiply-adds", IsNumber: true),
        new("Bytes", IsNumber: true),
        new("Zero weights", IsNumber: true),
        new("Connected to"),
    ];

    /// <summary>A row for each layer, and the totals of the model.</summary>
    /// <param name="summary">The summary.</param>
    public static ReportTable Of(ModelSummary summary) =>
        new($"{summary.Model} ({summary.Kind})", Columns, [.. summary.Layers.Select(Row)], [.. Totals(summary)]);

    /// <summary>The totals of a model, each with what it is called.</summary>
    internal static IEnumerable<ReportTotal> Totals(ModelSummary summary)
    {
        yield return new("Total parameters", Figures.Number(summary.Parameters));
        if (summary.TrainableParameters > 0)
        {
            yield return new("Trainable parameters", Figures.Number(summary.TrainableParameters));
            yield return new("Non-trainable parameters", Figures.Number(summary.Parameters - summary.TrainableParameters));
        }

        if (summary.MultiplyAdds is { } multiplyAdds)
        {
            yield return new("Multiply-adds for one input", Figures.Number(multiplyAdds));
        }

        yield return new("Bytes of weights", Figures.Number(summary.WeightBytes));
        if (summary.WeightSparsity is { } sparsity)
        {
            yield return new("Zero weights", Figures.Share(sparsity));
        }
    }

    private static string[] Row(LayerSummary layer) =>
        [
            layer.Layer,
            layer.Kind,
            Figures.Shape(layer.OutputShape),
            Figures.Number(layer.Parameters),
            Figures.Number(layer.MultiplyAdds),
            Figures.Number(layer.WeightBytes),
            Figures.Share(layer.WeightSparsity),
            string.Join(", ", layer.Inputs),
        ];
}
