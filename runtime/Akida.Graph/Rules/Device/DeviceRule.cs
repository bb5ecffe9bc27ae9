using Akida.Graph.Mapping;

namespace Akida.Graph.Rules.Device;

/// <summary>A limit of the hardware that runs an Akida layer.</summary>
public abstract class DeviceRule(string id, string name, string title, AkidaVersion? only = null) : Rule(id, name, title, only)
{
    /// <inheritdoc/>
    public sealed override RuleOrigin Origin => RuleOrigin.Device;

    /// <inheritdoc/>
    public sealed override RefusedBy RefusedBy => RefusedBy.Nobody;

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(RuleContext context)
    {
        // Whoever names a device does not care what that of the other version can do.
        if (context.Device is { } device && device.Version() != context.Version)
        {
            yield break;
        }

        foreach (AkidaBlock block in context.Lowered.Blocks)
        {
            if (DeviceTable.Of(block.Kind) is { } limits && Check(context, block, limits) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>
    /// What the tools refuse of a setting is not told once more of the hardware; an input's shape can be wrong in several ways.
    /// </summary>
    internal override bool IsExplainedBy(RuleContext context, Finding own, Finding other) =>
        base.IsExplainedBy(context, own, other)
        || (
            other.Rule.Origin == RuleOrigin.Tool
            && own.Setting is not (null or "batch_input_shape")
            && own.Setting == other.Setting
            && (own.Layer == other.Layer || IsAboutSameBits(context, own, other))
        );

    /// <summary>What breaks the rule in a block, or null.</summary>
    private protected abstract Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits);

    /// <summary>The hardware whose limits these are, in words.</summary>
    private protected static string Hardware(RuleContext context) =>
        context.Version == AkidaVersion.V1 ? "AKD1000" : $"the {AkidaVersions.V2Name} IP";
}
