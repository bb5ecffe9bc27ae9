using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>Of consecutive Reshape and Flatten layers only the last stays.</summary>
internal static class DropRepeatedReshapes
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        ModelGraph graph = lowered.Graph;
        GraphIndex index = new(graph);
        foreach (LayerNode node in graph.Layers)
        {
            if (IsReshape(node) && index.OnlyConsumer(node.Name) is { } next && IsReshape(next))
            {
                graph = graph.Without(node.Name);
            }
        }

        return lowered.Then(graph);
    }

    private static bool IsReshape(LayerNode node) => node.Operation is Reshape or Flatten;
}
