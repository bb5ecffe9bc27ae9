using System.Text;
using Akida.Testing;

namespace Akida.Layers.Tests;

/// <summary>The page <c>docs/layers.md</c>.</summary>
internal static class LayerPage
{
    private const string Head = """
        # Layers

        Every kind of layer in every phase, as a tiny model with such a layer fares in the real code: `tests/Akida.Layers.Tests` runs them
        and compares with this page (`AKIDA_ACCEPT_SNAPSHOTS=1` writes it). To add a kind: its operation, a line in `LayerSamples`, and then
        phase after phase until nothing is ✗ that should not be.

        * ✓ taken; *float*: taken, but the layer stays float, behind a dequantiser; ✗ refused, for the reason below; – not reached, as a
          phase before it refuses.
        * *float*, *ONNX out*, *ONNX in*, *Keras*, *training*: of the float model. *ONNX in* reads what *ONNX out* writes, and must compute
          the same.
        * *lowering* (sanitising and quantising), *integers*, *reference*, *planning* (and running, as the reference), *QDQ* and the
          *quantised* ones: quantised for Akida 2.0.
        * *Akida 1.0* and *Akida 2.0*: quantised for it and converted; the converted model must compute what the quantised one does.


        """;

    /// <summary>The file.</summary>
    public static string Path { get; } = System.IO.Path.Combine(TestFolders.Repository, "docs", "layers.md");

    /// <summary>The page as it is, or nothing if there is none.</summary>
    public static string Read() => File.Exists(Path) ? File.ReadAllText(Path).Replace("\r\n", "\n", StringComparison.Ordinal) : "";

    /// <summary>
    /// The page of what the phases make of the kinds; of those that cannot be gone through here it keeps what the page says.
    /// </summary>
    public static string Create(string present)
    {
        Dictionary<(string Kind, string Phase), string> cells = CellsOf(present);
        ILookup<string, (string Phases, string Reason)> reasons = ReasonsOf(present);
        HashSet<string> run = [.. LayerTable.Phases.Select(phase => phase.Name)];
        StringBuilder page = new(Head);
        Append(page, ["kind", .. Phases.All.Select(phase => phase.Name)]);
        Append(page, ["---", .. Phases.All.Select(_ => "---")]);
        LayerSample[] samples = [.. LayerSamples.All.OrderBy(sample => sample.Name, StringComparer.Ordinal)];
        foreach (LayerSample sample in samples)
        {
            Append(
                page,
                [
                    $"`{sample.Operation.Name}`{(sample.Setting is null ? "" : $" {sample.Setting}")}",
                    .. Phases.All.Select(phase =>
                        run.Contains(phase.Name)
                            ? Cell(LayerTable.Row(sample.Name)[phase.Name])
                            : cells.GetValueOrDefault((sample.Name, phase.Name), "?")
                    ),
                ]
            );
        }

        page.Append("\n## Reasons\n\n");
        Append(page, ["kind", "phases", "reason"]);
        Append(page, ["---", "---", "---"]);
        foreach (LayerSample sample in samples)
        {
            IReadOnlyDictionary<string, PhaseOutcome> row = LayerTable.Row(sample.Name);
            IEnumerable<(string Phases, string Reason)> own =
                from phase in Phases.All
                where !phase.NeedsLibtorch
                let reason = row[phase.Name].Reason
                where reason is not null
                group phase.Name by reason into alike
                select (string.Join(", ", alike), alike.Key);
            IEnumerable<(string Phases, string Reason)> training =
                from phase in Phases.All
                where phase.NeedsLibtorch
                from reason in run.Contains(phase.Name)
                    ? new[] { row[phase.Name].Reason }.OfType<string>()
                    : reasons[sample.Name].Where(kept => kept.Phases == phase.Name).Select(kept => kept.Reason)
                select (phase.Name, reason);
            foreach ((string phases, string reason) in own.Concat(training))
            {
                Append(page, [sample.Name, phases, reason.Replace("|", "\\|", StringComparison.Ordinal)]);
            }
        }

        return page.ToString();
    }

    private static string Cell(PhaseOutcome outcome) =>
        outcome.Verdict switch
        {
            Verdict.Taken => "✓",
            Verdict.StaysFloat => "float",
            Verdict.Refused => "✗",
            _ => "–",
        };

    private static Dictionary<(string Kind, string Phase), string> CellsOf(string page)
    {
        string[][] table = Tables(page).FirstOrDefault() ?? [];
        Dictionary<string, string> names = LayerSamples.All.ToDictionary(
            sample => $"`{sample.Operation.Name}`{(sample.Setting is null ? "" : $" {sample.Setting}")}",
            sample => sample.Name
        );
        return (
            from row in table.Skip(2)
            where names.ContainsKey(row[0]) && row.Length == table[0].Length
            from column in Enumerable.Range(1, row.Length - 1)
            select (Key: (names[row[0]], table[0][column]), Cell: row[column])
        ).ToDictionary(cell => cell.Key, cell => cell.Cell);
    }

    private static ILookup<string, (string Phases, string Reason)> ReasonsOf(string page) =>
        (Tables(page).ElementAtOrDefault(1) ?? []).Skip(2).Where(row => row.Length == 3).ToLookup(row => row[0], row => (row[1], row[2]));

    private static IEnumerable<string[][]> Tables(string page)
    {
        List<string[]> rows = [];
        foreach (string line in page.Split('\n').Append(""))
        {
            if (line.StartsWith('|'))
            {
                rows.Add([.. line.Trim('|').Split(" | ").Select(cell => cell.Trim().Trim('|').Trim())]);
            }
            else if (rows.Count > 0)
            {
                yield return [.. rows];
                rows.Clear();
            }
        }
    }

    private static void Append(StringBuilder page, IEnumerable<string> cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
