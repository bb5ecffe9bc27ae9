using System.Text.RegularExpressions;
using Akida.Testing;

namespace Akida.Repository.Tests;

/// <summary>
/// The table of parts in <c>docs/architecture.md</c>: rows of <c>| folder | `Project` | what is in it | `What`, `it`, `references` |</c>.
/// </summary>
internal static partial class PartTable
{
    /// <summary>For each project those that it may reference.</summary>
    public static IReadOnlyDictionary<string, string[]> Read() =>
        File.ReadAllLines(Path.Combine(TestFolders.Repository, "docs", "architecture.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6 && Project().IsMatch(cells[2]))
            .ToDictionary(
                cells => Name(cells[2]),
                cells => cells[4].Split(',', StringSplitOptions.TrimEntries).Where(cell => Project().IsMatch(cell)).Select(Name).ToArray()
            );

    private static string Name(string cell) => cell.Trim('`');

    [GeneratedRegex(@"^`Akida(\.\w+)*`$")]
    private static partial Regex Project();
}
