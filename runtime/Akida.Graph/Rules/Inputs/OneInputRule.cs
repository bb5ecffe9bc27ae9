using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Inputs;

/// <summary>A model has one input.</summary>
public sealed class OneInputRule() : Rule("AKD2004", "one-input", "A model must have exactly one input")
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Quantizer;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        LayerNode[] inputs = [.. context.Layers.Where(layer => layer.Operation is InputLayer)];
        return inputs
            .Skip(1)
            .Select(input =>
                Find(
                    context,
                    input,
                    null,
                    $"it is one of {inputs.Length} inputs",
                    "Akida takes one",
                    $"join it with '{inputs[0].Name}' outside the model",
                    inputs[0]
                )
            );
    }
}
