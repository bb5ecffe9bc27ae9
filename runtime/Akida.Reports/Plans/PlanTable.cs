using Akida.Simulator.Planning;

namespace Akida.Reports.Plans;

/// <summary>How a program is simulated, for people.</summary>
public static class PlanTable
{
    private static readonly ReportColumn[] Columns =
    [
        new("Layer"),
        new("Operation"),
        new("Output"),
        new("Kernel"),
        new("Bytes", IsNumber: true),
        new("Multiply-adds", IsNumber: true),
        new("Share", IsNumber: true),
    ];

    /// <summary>A row for each step.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="plan">The steps.</param>
    public static ReportTable Of(string model, IReadOnlyList<PlanRow> plan) => new(model, Columns, [.. plan.Select(Row)], []);

    private static string[] Row(PlanRow row) =>
        [
            row.Layer,
            row.Operation,
            $"{row.Shape} {row.Storage}",
            row.Kernel,
            Figures.Number(row.Bytes),
            Figures.Number(row.MultiplyAdds),
            Figures.Share(row.Share),
        ];
}
