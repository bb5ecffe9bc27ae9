using Akida.Graph.Mapping;

namespace Akida.Graph.Rules;

/// <summary>A rule about the layers that make one Akida layer.</summary>
public abstract class BlockRule(string id, string name, string title, AkidaVersion? only = null) : Rule(id, name, title, only)
{
    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(RuleContext context) =>
        context.Lowered.Blocks.Select(block => Check(context, block)).OfType<Finding>();

    /// <summary>What breaks the rule in a block, or null.</summary>
    private protected abstract Finding? Check(RuleContext context, AkidaBlock block);
}
