namespace Akida.Graph.Rules;

/// <summary>Who sets a rule.</summary>
public enum RuleOrigin
{
    /// <summary>The quantiser and converter refuse what breaks it.</summary>
    Tool,

    /// <summary>A chip cannot run what breaks it.</summary>
    Device,
}

/// <summary>What Akida accepts, one fact of it. Generator, <c>check</c> and <c>convert</c> all read it here.</summary>
public abstract class Rule
{
    /// <summary>The stable id, such as <c>AKD2002</c>.</summary>
    public abstract string Id { get; }

    /// <summary>The name, such as <c>relu-bounded</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The rule in one line.</summary>
    public abstract string Title { get; }

    /// <summary>The Akida versions that it holds for.</summary>
    public abstract EquatableArray<AkidaVersion> Versions { get; }

    /// <summary>Who sets it.</summary>
    public virtual RuleOrigin Origin => RuleOrigin.Tool;

    /// <summary>What breaks the rule in a float model.</summary>
    public abstract IEnumerable<Finding> Check(GraphIndex model, AkidaVersion version);

    private protected Finding Find(
        LayerNode layer, string? setting, string found, string allowed, string remedy, string? relatedLayer = null, FindingFix? fix = null) =>
        new(Id, Name, Origin, layer.Name, setting, found, allowed, remedy, relatedLayer, fix);
}

/// <summary>What breaks a rule, and where.</summary>
/// <param name="RuleId">The rule's id.</param>
/// <param name="RuleName">The rule's name.</param>
/// <param name="Origin">Who sets the rule.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Setting">The Keras setting that is wrong, or null.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="RelatedLayer">The other layer that it takes to break the rule, or null.</param>
/// <param name="Fix">The change of a setting that mends it, or null.</param>
public sealed record Finding(
    string RuleId,
    string RuleName,
    RuleOrigin Origin,
    string Layer,
    string? Setting,
    string Found,
    string Allowed,
    string Remedy,
    string? RelatedLayer = null,
    FindingFix? Fix = null)
{
    /// <summary>The finding in one line.</summary>
    public string Message => $"layer '{Layer}': {Found}, {Allowed}; {Remedy}";
}

/// <summary>A change of a setting that mends a finding.</summary>
/// <param name="Setting">The Keras setting.</param>
/// <param name="Value">What it must become, as it is written in the DSL.</param>
public sealed record FindingFix(string Setting, string Value);

/// <summary>All rules.</summary>
public static class RuleTable
{
    /// <summary>The rules, by id.</summary>
    public static IReadOnlyList<Rule> All { get; } = [new KernelSquareRule(), new ReluBoundedRule(), new GapOrderRule(), new KernelSizeRule()];

    /// <summary>Everything in a float model that Akida does not accept.</summary>
    public static IReadOnlyList<Finding> Check(ModelGraph model, AkidaVersion version)
    {
        GraphIndex index = new(model);
        return [.. All.Where(rule => rule.Versions.Contains(version)).SelectMany(rule => rule.Check(index, version))];
    }
}
