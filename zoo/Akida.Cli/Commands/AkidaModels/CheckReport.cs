using System.Text.Json;
using System.Text.Json.Serialization;
using Akida.Cli.Output;
using Akida.Graph;
using Akida.Graph.Rules;
using Akida.Reports;
using Spectre.Console;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary>How much a finding matters.</summary>
internal enum FindingSeverity
{
    /// <summary>The tools refuse the model, or the named device cannot run it.</summary>
    Error,

    /// <summary>A device that was not named could not run it, or it computes something else than the float model.</summary>
    Warning,
}

/// <summary>A finding as <c>akida_models check</c> shows it.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="RuleId">The rule's stable id.</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Setting">The Keras setting that is wrong, if it is one.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="RelatedLayer">The other layer that makes this one illegal, if there is one.</param>
/// <param name="Consequences">Other rules that are broken for the same cause, if there are any.</param>
internal sealed record CheckedFinding(
    FindingSeverity Severity,
    string RuleId,
    string Rule,
    string Layer,
    string? Setting,
    string Found,
    string Allowed,
    string Remedy,
    string? RelatedLayer,
    IReadOnlyList<string>? Consequences
);

/// <summary>What was found for one version.</summary>
/// <param name="Version"><c>v1</c> or <c>v2</c>.</param>
/// <param name="Bits">The bits that the model would be quantised with.</param>
/// <param name="Device">The device that was named, if one was.</param>
/// <param name="Findings">What does not fit.</param>
internal sealed record VersionReport(string Version, BitWidths Bits, string? Device, IReadOnlyList<CheckedFinding> Findings)
{
    /// <summary>Whether there is no error.</summary>
    public bool Fits => Findings.All(finding => finding.Severity != FindingSeverity.Error);

    /// <summary>The verdict in words.</summary>
    [JsonIgnore]
    public string Verdict => $"{(Fits ? "fits" : "does not fit")} {Target} at {Bits} bits";

    private string Target => AkidaVersions.FromWord(Version)!.Value.Name() + (Device is null ? "" : $" ({Device})");
}

/// <summary>What <c>akida_models check</c> found.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Model">The model's name inside the file.</param>
/// <param name="Versions">A report for each version that was checked.</param>
internal sealed record CheckReport([property: JsonIgnore] string File, string Model, IReadOnlyList<VersionReport> Versions)
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Whether the model fits every version that was checked.</summary>
    public bool Fits => Versions.All(version => version.Fits);

    /// <summary>The report for programs.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonOptions);

    /// <summary>The report for people: a table on a terminal, elsewhere a line for each finding.</summary>
    public void Write(CliConsole console)
    {
        foreach (VersionReport version in Versions)
        {
            if (version.Findings.Count > 0 && console.IsTerminal)
            {
                console.Rich.Write(TableOf(version));
            }
            else
            {
                WriteLines(console, version);
            }

            console.WriteLine(VisibleText.Of($"{File}: {version.Verdict}{Counts(version)}"));
        }
    }

    private static string Counts(VersionReport version)
    {
        int errors = version.Findings.Count(finding => finding.Severity == FindingSeverity.Error),
            warnings = version.Findings.Count - errors;
        string[] counts = [.. new[] { Count(errors, "error"), Count(warnings, "warning") }.Where(text => text.Length > 0)];
        return counts.Length == 0 ? "" : $": {string.Join(", ", counts)}";

        static string Count(int count, string word) => count == 0 ? "" : $"{count} {word}{(count == 1 ? "" : "s")}";
    }

    private void WriteLines(CliConsole console, VersionReport version)
    {
        foreach (CheckedFinding finding in version.Findings)
        {
            console.WriteLine(
                VisibleText.Of(
                    $"{File}, {version.Version}: {WordOf(finding.Severity)} {finding.RuleId} {finding.Rule}: {LayersOf(finding)}: "
                        + $"{finding.Found}; allowed: {finding.Allowed}; {finding.Remedy}"
                )
            );
        }
    }

    private static string WordOf(FindingSeverity severity) => severity == FindingSeverity.Error ? "error" : "warning";

    private static string LayersOf(CheckedFinding finding) =>
        finding.RelatedLayer is null ? finding.Layer : $"{finding.Layer} (with {finding.RelatedLayer})";

    private Table TableOf(VersionReport version)
    {
        Table table = new Table { Title = new TableTitle(Markup.Escape(VisibleText.Of($"{File}, {version.Version}"))) }.Border(
            TableBorder.Rounded
        );
        table.AddColumns("Rule", "Severity", "Layer", "Found", "Allowed", "Remedy");
        foreach (CheckedFinding finding in version.Findings)
        {
            string[] cells =
            [
                $"{finding.RuleId} {finding.Rule}",
                WordOf(finding.Severity),
                LayersOf(finding),
                finding.Found,
                finding.Allowed,
                finding.Remedy,
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        return table;
    }
}
