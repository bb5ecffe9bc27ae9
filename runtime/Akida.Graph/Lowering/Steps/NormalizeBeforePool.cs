using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>A pooling and the batch normalisation behind it change places; with a max pooling only if every gamma is positive.</summary>
internal static class NormalizeBeforePool
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        // A pair that changes places stays a pair for those around it.
        GraphIndex index = lowered.Index;
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            if (
                node.Operation is not (MaxPooling2D or GlobalAveragePooling2D)
                || index.OnlyConsumer(node.Name) is not { Operation: BatchNormalization normalization } next
            )
            {
                continue;
            }

            if (node.Operation is MaxPooling2D && normalization.Scale && facts.Range(next.Name, "gamma") is { Minimum: <= 0 } gamma)
            {
                lowered = lowered.Noting(
                    NoteKind.NormalizationStays,
                    next.Name,
                    $"gamma is as low as {gamma.Minimum}, must be positive for the normalisation to move before '{node.Name}', so it "
                        + "stays behind it"
                );
                continue;
            }

            ModelGraph moved = lowered.Graph.WithOperation(next.Name, normalization with { Axis = -1 });
            lowered = lowered.Then(moved.Swap(node.Name, next.Name));
        }

        return lowered;
    }
}
