using System.Globalization;
using Akida.Cli.Output;
using Spectre.Console;

namespace Akida.Cli.Summaries;

/// <summary>Summaries for people, in a terminal.</summary>
internal static class SummaryTable
{
    /// <summary>Writes the table of the layers and the totals.</summary>
    public static void Write(CliConsole console, ModelSummary summary)
    {
        Table table = new Table { Title = new TableTitle(Cell($"{summary.Model} ({summary.Kind})")) }.Border(TableBorder.Rounded);
        table.AddColumns("Layer", "Kind", "Output shape");
        foreach (string column in (string[])["Parameters", "Multiply-adds", "Bytes", "Zero weights"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("Connected to");
        foreach (LayerSummary layer in summary.Layers)
        {
            table.AddRow(
                Cell(layer.Layer),
                Cell(layer.Kind),
                Shape(layer.OutputShape),
                Number(layer.Parameters),
                Number(layer.MultiplyAdds),
                Number(layer.WeightBytes),
                Share(layer.WeightSparsity),
                Cell(string.Join(", ", layer.Inputs)));
        }

        console.Rich.Write(table);
        foreach ((string name, string value) in Totals(summary))
        {
            console.WriteLine($"{name}: {value}");
        }
    }

    /// <summary>The totals of a model, each with what it is called.</summary>
    public static IEnumerable<(string Name, string Value)> Totals(ModelSummary summary)
    {
        yield return ("Total parameters", Number(summary.Parameters));
        if (summary.TrainableParameters > 0)
        {
            yield return ("Trainable parameters", Number(summary.TrainableParameters));
            yield return ("Non-trainable parameters", Number(summary.Parameters - summary.TrainableParameters));
        }

        if (summary.MultiplyAdds is { } multiplyAdds)
        {
            yield return ("Multiply-adds for one input", Number(multiplyAdds));
        }

        yield return ("Bytes of weights", Number(summary.WeightBytes));
        if (summary.WeightSparsity is { } sparsity)
        {
            yield return ("Zero weights", Share(sparsity));
        }
    }

    /// <summary>For example <c>28×28×1</c>; nothing where it is not known.</summary>
    public static string Shape(IReadOnlyList<int>? shape) => shape is null ? "" : string.Join('×', shape);

    /// <summary>For example <c>1,234</c>; nothing where it is not known.</summary>
    public static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>For example <c>12.5 %</c>; nothing where it is not known.</summary>
    public static string Share(double? share) => share is null ? "" : (share.Value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Cell(string text) => Markup.Escape(VisibleText.Of(text));
}
