using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Activations;

/// <summary>ReLUs of Akida 1.0 have an upper bound.</summary>
public sealed class ReluBoundedRule : Rule
{
    /// <inheritdoc/>
    public override string Id => "AKD2002";

    /// <inheritdoc/>
    public override string Name => "relu-bounded";

    /// <inheritdoc/>
    public override string Title => "A ReLU must have an upper bound on Akida 1.0";

    /// <inheritdoc/>
    public override EquatableArray<AkidaVersion> Versions => [AkidaVersion.V1];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context) =>
        from layer in context.Model.Graph.Layers
        where layer.Operation is ReLU { MaxValue: null }
        select Find(layer, "max_value", "the ReLU has no upper bound", "Akida 1.0 counts the steps of a bounded activation", "use 'ReLU6'", fix: new FindingFix("max_value", "6"));
}
