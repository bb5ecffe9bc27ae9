using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Blocks;

/// <summary>Akida adds two tensors at a time.</summary>
public sealed class AddInputsRule() : LayerRule("AKD2038", "add-two-inputs", "An Add must have two inputs")
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Quantizer;

    internal override bool IsExplainedBy(RuleContext context, Finding own, Finding other) =>
        base.IsExplainedBy(context, own, other) || (other.Rule is NoBranchRule && other.Layer == own.Layer);

    private protected override Finding? Check(RuleContext context, LayerNode layer) =>
        layer.Operation is not Add || layer.Inputs.Count == 2
            ? null
            : Find(context, layer, "inputs", $"it adds {layer.Inputs.Count} layers", "Akida adds two", "add two at a time");
}
