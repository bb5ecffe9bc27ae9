using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Reports.Pages;
using Akida.Reports.Summaries;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary><c>akida_models summary</c>: the layers of a model of any kind.</summary>
internal static class SummaryCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<bool> json = Options.Flag(["--json"], "print JSON for programs in place of the table");
        ArgparseOption<string?> html = Options.Text(["--html"], "write a page with the graph drawn in place of the table");
        Command command = new("summary", "Show a model's layers, shapes, parameters and connections.") { model, json, html };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(model), parsed.GetValue(json), parsed.GetValue(html)));
        return command;
    }

    private static void Run(CliConsole console, string path, bool json, string? html)
    {
        ModelSummary summary = ModelSummary.Of(ModelFile.Load(path));
        if (html is not null)
        {
            byte[] page = SummaryPage.Create(summary);
            AtomicFile.Write(html, stream => stream.Write(page));
        }

        if (json)
        {
            console.WriteLine(summary.ToJson());
        }
        else if (html is not null)
        {
            console.WriteLine($"Summary saved as {html}");
        }
        else
        {
            TableView.Write(console, SummaryTable.Of(summary));
        }
    }
}
