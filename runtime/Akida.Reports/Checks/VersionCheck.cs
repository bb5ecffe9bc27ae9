using System.Text.Json.Serialization;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Rules;

namespace Akida.Reports.Checks;

/// <summary>What Akida does not accept in a float model, for one version.</summary>
/// <param name="Version"><c>v1</c> or <c>v2</c>.</param>
/// <param name="Bits">The bits that the model would be quantised with.</param>
/// <param name="Device">The device that was named (<c>akd1000</c>, <c>akida2_ip</c>), if one was.</param>
/// <param name="Findings">What does not fit.</param>
public sealed record VersionCheck(string Version, BitWidths Bits, string? Device, IReadOnlyList<CheckedFinding> Findings)
{
    private static readonly ReportColumn[] Columns =
    [
        new("Rule"),
        new("Severity"),
        new("Layer"),
        new("Found"),
        new("Allowed"),
        new("Remedy"),
    ];

    /// <summary>Checks a float model.</summary>
    /// <param name="model">The model; its weights are looked at, too.</param>
    /// <param name="version">The version.</param>
    /// <param name="bits">The bits; those of the tools' defaults if null.</param>
    /// <param name="device">The device, whose limits then are errors and not warnings.</param>
    public static VersionCheck Of(Model model, AkidaVersion version, BitWidths? bits = null, AkidaDevice? device = null)
    {
        BitWidths used = bits ?? BitWidths.UsualFor(version);
        RuleOptions options = new(version, used, device, new MeasuredWeightFacts(model.Weights));
        return new VersionCheck(
            version.Word(),
            used,
            device?.Word(),
            [.. RuleTable.Check(model.Graph, options).Select(finding => CheckedFinding.Of(finding, device is not null))]
        );
    }

    /// <summary>Whether there is no error.</summary>
    public bool Fits => Findings.All(finding => finding.Severity != FindingSeverity.Error);

    /// <summary>The verdict in words, and how many errors and warnings there are.</summary>
    [JsonIgnore]
    public string Verdict
    {
        get
        {
            string target = AkidaVersions.FromWord(Version)!.Value.Name() + (Device is null ? "" : $" ({Device})");
            int errors = Findings.Count(finding => finding.Severity == FindingSeverity.Error);
            string[] counts = [.. new[] { Count(errors, "error"), Count(Findings.Count - errors, "warning") }.OfType<string>()];
            string counted = counts.Length == 0 ? "" : $": {string.Join(", ", counts)}";
            return $"{(Fits ? "fits" : "does not fit")} {target} at {Bits} bits{counted}";
        }
    }

    /// <summary>A row for each finding.</summary>
    /// <param name="title">What stands above it.</param>
    public ReportTable ToTable(string title) =>
        new(
            title,
            Columns,
            [
                .. Findings.Select(finding =>
                    (string[])
                        [
                            $"{finding.RuleId} {finding.Rule}",
                            finding.SeverityWord,
                            finding.Layers,
                            finding.Found,
                            finding.Allowed,
                            finding.Remedy,
                        ]
                ),
            ],
            []
        );

    private static string? Count(int count, string word) => count == 0 ? null : $"{count} {word}{(count == 1 ? "" : "s")}";
}
