namespace Akida.Reports;

/// <summary>A table as data: whoever shows it, in a terminal, a page or a file, chooses how it looks.</summary>
/// <remarks>Texts are as they are in the model's file: who shows them makes them harmless, see <see cref="VisibleText"/>.</remarks>
/// <param name="Title">What stands above it, if anything.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows: a text for each column.</param>
/// <param name="Totals">What stands below it.</param>
public sealed record ReportTable(
    string? Title,
    IReadOnlyList<ReportColumn> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<ReportTotal> Totals
);

/// <summary>A column of a table.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="IsNumber">Whether it holds numbers, which stand at the right.</param>
public sealed record ReportColumn(string Heading, bool IsNumber = false);

/// <summary>A figure that concerns a whole table.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Value">The figure.</param>
public sealed record ReportTotal(string Name, string Value);
