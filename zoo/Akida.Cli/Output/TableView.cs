using Akida.Reports;
using Spectre.Console;

namespace Akida.Cli.Output;

/// <summary>Shows the tables of reports in a terminal.</summary>
internal static class TableView
{
    /// <summary>Writes a table, and a line for each of its totals.</summary>
    public static void Write(CliConsole console, ReportTable report)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        if (report.Title is { } title)
        {
            table.Title = new TableTitle(Cell(title));
        }

        foreach (ReportColumn column in report.Columns)
        {
            TableColumn shown = new(column.Heading);
            table.AddColumn(column.IsNumber ? shown.RightAligned() : shown);
        }

        foreach (IReadOnlyList<string> row in report.Rows)
        {
            table.AddRow([.. row.Select(Cell)]);
        }

        console.Rich.Write(table);
        foreach (ReportTotal total in report.Totals)
        {
            console.WriteLine($"{total.Name}: {total.Value}");
        }
    }

    private static string Cell(string text) => Markup.Escape(VisibleText.Of(text));
}
