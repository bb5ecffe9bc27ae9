using Akida.Training;

namespace Akida.Cli.Output;

/// <summary>The table that the training tools print after training, in the form that scripts read.</summary>
internal static class HistoryStatistics
{
    private const int RuleLength = 80;
    private const int ColumnWidth = 6;

    private static readonly (string Name, Func<IReadOnlyList<double>, double> Of)[] Columns =
    [
        ("min", values => values.Min()),
        ("max", values => values.Max()),
        ("mean", values => values.Average()),
        ("std", StandardDeviation),
    ];

    /// <summary>Least, largest, mean and standard deviation over the epochs of every logged quantity.</summary>
    public static string Of(TrainingHistory history)
    {
        string heading = "Parameter:";
        int width = history.Quantities.Max(quantity => quantity.Name.Length);
        IEnumerable<string> lines = history.Quantities.Select(quantity =>
            string.Join('\t', Columns.Select(column => column.Of(quantity.Values).ToString("F4")).Prepend(quantity.Name.PadRight(width))));
        return string.Join(
            Environment.NewLine,
            [
                "History statistics:",
                new string('-', RuleLength),
                string.Join('\t', Columns.Select(column => column.Name.PadRight(ColumnWidth)).Prepend(heading)),
                .. lines,
            ]);
    }

    private static double StandardDeviation(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
