using System.CommandLine;
using System.Globalization;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Integers;
using Akida.Reports;
using Akida.Simulator.Planning;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary><c>akida_models plan</c>: how a quantised or converted model is simulated on this machine, a row a step.</summary>
internal static class PlanCommand
{
    private static readonly string[] Header = ["layer", "operation", "output", "kernel", "bytes", "multiply-adds", "share"];

    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        Command command = new(
            "plan",
            "Show how a quantised or Akida model is simulated, and on which kernels (AKIDA_KERNELS forces a set)."
        )
        {
            model,
        };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(model)));
        return command;
    }

    private static void Run(CliConsole console, string path)
    {
        IntegerProgram program = Program(ModelFile.Load(path), path);
        string[][] rows = [Header, .. PlanRow.Of(program).Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select(
                (cell, column) => IsNumber(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])
            );
            console.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string[] Cells(PlanRow row) =>
        [
            VisibleText.Of(row.Layer),
            row.Operation,
            $"{row.Shape} {row.Storage}",
            row.Kernel,
            row.Bytes.ToString("N0", CultureInfo.InvariantCulture),
            row.MultiplyAdds.ToString("N0", CultureInfo.InvariantCulture),
            row.Share.ToString("P1", CultureInfo.InvariantCulture),
        ];

    private static bool IsNumber(int column) => column >= 4;

    private static IntegerProgram Program(ModelFile file, string path) =>
        file switch
        {
            KerasModelFile { Model: { Graph.IsQuantized: true } model } => QuantizedProgram.From(model),
            AkidaModelFile akida => AkidaProgram.From(akida.Model),
            _ => throw new CommandException($"{path}: the model is neither quantised nor converted, so that there is nothing to plan"),
        };
}
