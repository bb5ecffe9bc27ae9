using Akida.Graph.Rules;

namespace Akida.Reports.Checks;

/// <summary>A broken rule.</summary>
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
public sealed record CheckedFinding(
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
)
{
    /// <summary>A finding and how much it matters where a device is named, or none is.</summary>
    internal static CheckedFinding Of(Finding finding, bool deviceIsNamed) =>
        new(
            finding.Rule.Origin == RuleOrigin.Tool || (finding.Rule.Origin == RuleOrigin.Device && deviceIsNamed)
                ? FindingSeverity.Error
                : FindingSeverity.Warning,
            finding.Rule.Id,
            finding.Rule.Name,
            finding.Layer,
            finding.Setting,
            finding.Found,
            finding.Allowed,
            finding.Remedy,
            finding.RelatedLayer,
            finding.Consequences.Count == 0 ? null : [.. finding.Consequences.Select(rule => rule.Name)]
        );

    /// <summary>The layer, with the one that makes it illegal.</summary>
    internal string Layers => RelatedLayer is null ? Layer : $"{Layer} (with {RelatedLayer})";

    /// <summary><c>error</c> or <c>warning</c>.</summary>
    internal string SeverityWord => Severity == FindingSeverity.Error ? "error" : "warning";

    /// <summary>The finding in one line.</summary>
    public override string ToString() => $"{SeverityWord} {RuleId} {Rule}: {Layers}: {Found}; allowed: {Allowed}; {Remedy}";
}
