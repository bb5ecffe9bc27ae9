using Akida.Graph.Lowering;

namespace Akida.Graph.Rules;

/// <summary>Who sets a rule.</summary>
public enum RuleOrigin
{
    /// <summary>The tools: what breaks it does not become a working Akida model.</summary>
    Tool,

    /// <summary>A chip, which cannot run what breaks it.</summary>
    Device,

    /// <summary>The float model: tools and chips take what breaks it, but compute something else than it does.</summary>
    Model,
}

/// <summary>The tool that stops at what breaks a rule.</summary>
public enum RefusedBy
{
    /// <summary>None: the model runs otherwise than it reads, or not on the chip.</summary>
    Nobody,

    /// <summary>The quantiser.</summary>
    Quantizer,

    /// <summary>The converter.</summary>
    Converter,
}

/// <summary>What Akida accepts, one fact of it. Generator, <c>check</c>, quantiser and converter all read it here.</summary>
/// <param name="id">The stable id, such as <c>AKD2002</c>.</param>
/// <param name="name">The name, such as <c>relu-bounded</c>.</param>
/// <param name="title">The rule in one line.</param>
/// <param name="only">The Akida version that alone has it; both if not given.</param>
public abstract class Rule(string id, string name, string title, AkidaVersion? only = null)
{
    /// <summary>The stable id, such as <c>AKD2002</c>.</summary>
    public string Id { get; } = id;

    /// <summary>The name, such as <c>relu-bounded</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The rule in one line.</summary>
    public string Title { get; } = title;

    /// <summary>The Akida versions that it holds for.</summary>
    public EquatableArray<AkidaVersion> Versions { get; } = only is { } version ? [version] : [AkidaVersion.V1, AkidaVersion.V2];

    /// <summary>Who sets it.</summary>
    public virtual RuleOrigin Origin => RuleOrigin.Tool;

    /// <summary>The tool that stops at what breaks it.</summary>
    public virtual RefusedBy RefusedBy => RefusedBy.Converter;

    /// <summary>Why lowering refuses what breaks it; null where lowering does not.</summary>
    internal virtual RefusalReason? Refuses => null;

    /// <summary>What breaks the rule.</summary>
    public abstract IEnumerable<Finding> Check(RuleContext context);

    /// <summary>
    /// Whether another finding tells the cause of one of this rule already: each bit width is asked for once, for all layers.
    /// </summary>
    internal virtual bool IsExplainedBy(RuleContext context, Finding own, Finding other) =>
        other.Rule == this && IsAboutSameBits(context, own, other);

    /// <summary>Whether two findings are about one bit width that was asked for.</summary>
    private protected static bool IsAboutSameBits(RuleContext context, Finding own, Finding other) =>
        context.Bits is not null
        && own.Setting == other.Setting
        && own.Setting is RuleContext.InputWeightBits or RuleContext.WeightBits or RuleContext.ActivationBits;

    /// <summary>A finding about a layer of the lowered model, told of the layer that it comes from.</summary>
    private protected Finding Find(
        RuleContext context,
        LayerNode layer,
        string? setting,
        string found,
        string allowed,
        string remedy,
        LayerNode? related = null,
        FindingFix? fix = null
    ) => new(this, context.NameOf(layer.Name), setting, found, allowed, remedy, related is null ? null : context.NameOf(related.Name), fix);

    /// <summary>What lowering refuses by this rule.</summary>
    private protected IEnumerable<Finding> FindRefusals(RuleContext context, string remedy) =>
        from refusal in context.Lowered.Refusals
        where refusal.Reason == Refuses
        select new Finding(this, context.NameOf(refusal.Layer), refusal.Setting, refusal.Found, refusal.Allowed, remedy);
}
