namespace Akida.Graph.Rules.Inputs;

/// <summary>A model has one output.</summary>
public sealed class OneOutputRule() : Rule("AKD2005", "one-output", "A model must have exactly one output")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        LayerNode[] outputs = [.. context.Lowered.Graph.Graph.Outputs.Select(output => context.Lowered.Graph[output])];
        return outputs
            .Skip(1)
            .Select(output =>
                Find(
                    context,
                    output,
                    null,
                    $"it is one of {outputs.Length} outputs",
                    "Akida has one",
                    "concatenate the outputs, or make a model of each",
                    outputs[0]
                )
            );
    }
}
