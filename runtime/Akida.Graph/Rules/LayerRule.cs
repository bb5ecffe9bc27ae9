namespace Akida.Graph.Rules;

/// <summary>A rule about single layers, wherever they stand.</summary>
public abstract class LayerRule(string id, string name, string title, AkidaVersion? only = null) : Rule(id, name, title, only)
{
    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(RuleContext context) =>
        context.Layers.Select(layer => Check(context, layer)).OfType<Finding>();

    /// <summary>What breaks the rule in a layer, or null.</summary>
    private protected abstract Finding? Check(RuleContext context, LayerNode layer);
}
