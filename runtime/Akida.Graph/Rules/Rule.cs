using Akida.Graph.Lowering;

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
    public virtual EquatableArray<AkidaVersion> Versions => [AkidaVersion.V1, AkidaVersion.V2];

    /// <summary>Who sets it.</summary>
    public virtual RuleOrigin Origin => RuleOrigin.Tool;

    /// <summary>What breaks the rule.</summary>
    public abstract IEnumerable<Finding> Check(RuleContext context);

    /// <summary>A finding about a layer of the model that is checked.</summary>
    private protected Finding Find(
        LayerNode layer, string? setting, string found, string allowed, string remedy, string? related = null, FindingFix? fix = null) =>
        new(Id, Name, Origin, layer.Name, setting, found, allowed, remedy, related, fix);
}
