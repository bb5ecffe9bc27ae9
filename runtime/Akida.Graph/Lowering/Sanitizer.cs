using Akida.Graph.Lowering.Steps;

namespace Akida.Graph.Lowering;

/// <summary>A step of sanitising: looks for a pattern and replaces it wherever it occurs.</summary>
internal delegate LoweredGraph SanitizingStep(LoweredGraph lowered, IWeightFacts facts);

/// <summary>Brings a float graph into the form that can be quantised: the same function, in layers that Akida has.</summary>
public static class Sanitizer
{
    private static readonly SanitizingStep[] Steps =
    [
        SplitActivations.Apply,
        ReplaceActivations.Apply,
        TemporalLayers.Apply,
        GroupedToDepthwise.Apply,
        DropRepeatedReshapes.Apply,
        AlignRescaling.Apply,
        PoolBeforeReLU.Apply,
        NormalizeBeforePool.Apply,
        FoldNormalizations.Apply,
        RemoveZeroPadding.Apply,
        SplitConcatenates.Apply,
        OddKernels.Apply,
        SplitDepthwiseStrides.Apply,
        InsertIdentityConvolutions.Apply,
    ];

    /// <summary>Sanitises a graph.</summary>
    /// <param name="graph">A float graph.</param>
    /// <param name="facts">What is known about its weights.</param>
    /// <returns>The sanitised graph, and what must happen to the weights.</returns>
    /// <exception cref="GraphException">The graph is quantised already.</exception>
    public static LoweredGraph Sanitize(ModelGraph graph, IWeightFacts facts)
    {
        if (graph.IsQuantized)
        {
            throw new GraphException($"model '{graph.Name}' is quantised already, must be a float model");
        }

        return Steps.Aggregate(LoweredGraph.Begin(graph), (lowered, step) => step(lowered, facts));
    }
}
