using Akida.Simulator.Planning;

namespace Akida.Benchmarks;

/// <summary>A pass of ours, a node of ONNX Runtime, or both, where they compute the same layer.</summary>
/// <param name="Row">Our pass.</param>
/// <param name="Seconds">What it takes.</param>
/// <param name="Node">The node.</param>
/// <param name="LayerSeconds">What all our passes of the layer take, which the node computes.</param>
/// <param name="MultiplyAdds">The multiply-adds of all of them.</param>
internal sealed record LayerPair(PlanRow? Row, double Seconds, OnnxNode? Node, double LayerSeconds, long MultiplyAdds);

/// <summary>
/// Which node of ONNX Runtime computes what passes of ours do: the next one with weights and as many outputs. The order is the same in
/// both, since both follow the model.
/// </summary>
internal static class LayerPairing
{
    /// <summary>All passes and all nodes, in order; what has no counterpart stands alone.</summary>
    /// <param name="plan">Our passes.</param>
    /// <param name="seconds">What each takes.</param>
    /// <param name="nodes">The nodes.</param>
    public static IEnumerable<LayerPair> Pair(IReadOnlyList<PlanRow> plan, double[] seconds, IReadOnlyList<OnnxNode> nodes)
    {
        int next = 0;
        for (int i = 0; i < plan.Count; i++)
        {
            // The phases of a transposed convolution are passes of one layer.
            bool isFirst = plan[i].MultiplyAdds > 0 && (i == 0 || plan[i - 1].Layer != plan[i].Layer);
            int found = isFirst ? Find(nodes, next, plan[i].Shape.Elements) : -1;
            if (found < 0)
            {
                yield return new LayerPair(plan[i], seconds[i], null, 0, 0);
                continue;
            }

            for (; next < found; next++)
            {
                yield return new LayerPair(null, 0, nodes[next], 0, 0);
            }

            int[] passes =
            [
                .. Enumerable.Range(i, plan.Count - i).TakeWhile(pass => plan[pass].Layer == plan[i].Layer && plan[pass].MultiplyAdds > 0),
            ];
            yield return new LayerPair(
                plan[i],
                seconds[i],
                nodes[next++],
                passes.Sum(pass => seconds[pass]),
                passes.Sum(pass => plan[pass].MultiplyAdds)
            );
        }

        for (; next < nodes.Count; next++)
        {
            yield return new LayerPair(null, 0, nodes[next], 0, 0);
        }
    }

    private static int Find(IReadOnlyList<OnnxNode> nodes, int first, long outputs)
    {
        for (int i = first; i < nodes.Count; i++)
        {
            if (nodes[i].IsWeighted && nodes[i].Outputs == outputs)
            {
                return i;
            }
        }

        return -1;
    }
}
