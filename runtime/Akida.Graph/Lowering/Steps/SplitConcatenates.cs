using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>A Concatenate of more than two inputs becomes a chain of two-input ones; the last keeps the name.</summary>
internal static class SplitConcatenates
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        LayerNode[] wide = [.. lowered.Graph.Layers.Where(HasMoreThanTwo)];
        if (wide.Length == 0)
        {
            return lowered;
        }

        foreach (LayerNode node in wide)
        {
            foreach (LayerNode added in Split(node).Where(added => added.Name != node.Name))
            {
                lowered = lowered.Adding(added.Name, node.Name);
            }
        }

        return lowered.Then(GraphEditing.Rebuild(lowered.Graph, lowered.Graph.Layers.SelectMany(Split)));
    }

    private static bool HasMoreThanTwo(LayerNode node) => node is { Operation: Concatenate, Inputs.Count: > 2 };

    private static IEnumerable<LayerNode> Split(LayerNode node)
    {
        if (!HasMoreThanTwo(node))
        {
            yield return node;
            yield break;
        }

        string joined = node.Inputs[0];
        for (int i = 1; i < node.Inputs.Count; i++)
        {
            string name = i == node.Inputs.Count - 1 ? node.Name : $"{node.Name}_{node.Inputs[i]}";
            yield return node with
            {
                Name = name,
                Inputs = [joined, node.Inputs[i]],
            };
            joined = name;
        }
    }
}
