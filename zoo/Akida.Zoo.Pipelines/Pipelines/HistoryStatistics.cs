using System.Globalization;
using Akida.Training;

namespace Akida.Zoo.Pipelines;

/// <summary>The table that a training tool prints at the end. Scripts read it.</summary>
public static class HistoryStatistics
{
    private const int RuleLength = 80;

    private static readonly (string Name, Func<IReadOnlyList<double>, double> Of)[] Columns =
    [
        ("min", values => values.Min()),
        ("max", values => values.Max()),
        ("mean", values => values.Average()),
        ("std", Deviation),
    ];

    /// <summary>
    /// The lines of the table: over all epochs, the least, the largest, the mean and the standard deviation of each quantity.
    /// </summary>
    public static IEnumerable<string> Lines(TrainingHistory history)
    {
        const string Heading = "Parameter:";
        int width = history.Quantities.Max(quantity => quantity.Name.Length);
        yield return "History statistics:";
        yield return new string('-', RuleLength);
        yield return string.Join('\t', [Heading, .. Columns.Select(column => column.Name.PadRight(6))]);
        foreach (TrainingQuantity quantity in history.Quantities)
        {
            yield return string.Join(
                '\t',
                [
                    quantity.Name.PadRight(width),
                    .. Columns.Select(column => column.Of(quantity.Values).ToString("F4", CultureInfo.InvariantCulture)),
                ]
            );
        }
    }

    private static double Deviation(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
