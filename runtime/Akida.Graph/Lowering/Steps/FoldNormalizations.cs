using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>A batch normalisation behind a layer with weights becomes part of that layer's kernel and bias.</summary>
internal static class FoldNormalizations
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        // No fold changes what another one sees, so all are found in one graph and made at once.
        GraphIndex index = lowered.Index;
        Dictionary<string, string> folded = [];
        List<WeightEdit> edits = [];
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            if (
                KernelAxes.Output(node.Operation) is { } output
                && index.OnlyConsumer(node.Name) is { Operation: BatchNormalization normalization } next
            )
            {
                if (Unfoldable(index, next, normalization, facts) is { } refusal)
                {
                    lowered = lowered.Refusing(refusal);
                }

                folded.Add(next.Name, node.Name);
                edits.Add(new FoldNormalization(node.Name, output.Kernel, output.Axis, next.Name, normalization.Epsilon));
            }
        }

        if (folded.Count == 0)
        {
            return lowered;
        }

        HashSet<string> takers = [.. folded.Values];
        ModelGraph graph = lowered
            .Graph.Without(folded)
            .Map(node =>
                takers.Contains(node.Name) ? node with { Operation = (WeightedOperation)node.Operation with { UseBias = true } } : node
            );
        return lowered.Then(graph, [.. edits]);
    }

    private static Refusal? Unfoldable(GraphIndex index, LayerNode node, BatchNormalization normalization, IWeightFacts facts)
    {
        int rank = index.Shape(node.Name).Rank;
        if (normalization.Axis != -1 && normalization.Axis != rank)
        {
            string found = $"it normalises axis {normalization.Axis}",
                allowed = $"must be the last ({rank}) to be folded into '{node.Inputs[0]}'";
            return new Refusal(RefusalReason.UnfoldableNormalization, node.Name, "axis", found, allowed);
        }

        return normalization.Scale && facts.Range(node.Name, "gamma") is { HasZero: true }
            ? new Refusal(
                RefusalReason.UnfoldableNormalization,
                node.Name,
                null,
                "its gamma has a 0",
                $"must have none to be folded into '{node.Inputs[0]}'"
            )
            : null;
    }
}
