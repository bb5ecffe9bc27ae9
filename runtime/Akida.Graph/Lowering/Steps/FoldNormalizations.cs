using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>A batch normalisation behind a layer with weights becomes part of that layer's kernel and bias.</summary>
internal static class FoldNormalizations
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            GraphIndex index = lowered.Index;
            if (index.Contains(node.Name)
                && KernelAxes.Output(node.Operation) is { } output
                && index.OnlyConsumer(node.Name) is { Operation: BatchNormalization normalization } next)
            {
                if (Unfoldable(index, next, normalization, facts) is { } refusal)
                {
                    lowered = lowered.Refusing(refusal);
                }

                ModelGraph graph = lowered.Graph.WithOperation(node.Name, (WeightedOperation)node.Operation with { UseBias = true }).Without(next.Name);
                lowered = lowered.Then(graph, new FoldNormalization(node.Name, output.Kernel, output.Axis, next.Name, normalization.Epsilon));
            }
        }

        return lowered;
    }

    private static Refusal? Unfoldable(GraphIndex index, LayerNode node, BatchNormalization normalization, IWeightFacts facts)
    {
        int rank = index.Shape(node.Name).Rank;
        if (normalization.Axis != -1 && normalization.Axis != rank)
        {
            return new Refusal("batchnorm-foldable", node.Name, "axis", $"it normalises axis {normalization.Axis}", $"must be the last ({rank}) to be folded into '{node.Inputs[0]}'");
        }

        return normalization.Scale && facts.Range(node.Name, "gamma") is { HasZero: true }
            ? new Refusal("batchnorm-foldable", node.Name, null, "its gamma has a 0", $"must have none to be folded into '{node.Inputs[0]}'")
            : null;
    }
}
