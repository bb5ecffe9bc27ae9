namespace Akida.Graph.Rules;

/// <summary>What breaks a rule, and where.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Layer">The layer, as the checked model calls it.</param>
/// <param name="Setting">The Keras setting that is wrong, or null.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="RelatedLayer">The other layer that makes this one illegal, or null.</param>
/// <param name="Fix">What a code fix can apply, or null.</param>
public sealed record Finding(
    Rule Rule,
    string Layer,
    string? Setting,
    string Found,
    string Allowed,
    string Remedy,
    string? RelatedLayer = null,
    FindingFix? Fix = null
)
{
    /// <summary>The other rules that are broken for the same cause, whose findings are not told besides this one.</summary>
    public EquatableArray<Rule> Consequences { get; init; } = [];

    /// <summary>The finding in one line.</summary>
    public string Message => $"layer '{Layer}': {Found}, {Allowed}; {Remedy}";

    /// <summary>The error of a tool that stops here.</summary>
    public GraphException ToException() => new($"layer '{Layer}': {Rule.Id} {Rule.Name}: {Found}, {Allowed}; {Remedy}", Layer, Setting);
}

/// <summary>A setting that would follow the rule.</summary>
/// <param name="Setting">The Keras name of the setting.</param>
/// <param name="Value">What it must become, as it is written in the DSL: <c>3</c>, <c>true</c>, <c>Padding.Same</c>; an upper bound is its
/// number.</param>
public sealed record FindingFix(string Setting, string Value);
