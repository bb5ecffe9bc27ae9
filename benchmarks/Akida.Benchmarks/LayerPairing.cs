using Akida.Simulator.Planning;

namespace Akida.Benchmarks;

/// <summary>Which node of ONNX Runtime computes what a pass of ours does: the next one with as many multiply-adds.</summary>
internal static class LayerPairing
{
    /// <summary>All passes and all nodes, in order; what has no counterpart stands alone.</summary>
    /// <param name="plan">Our passes.</param>
    /// <param name="seconds">What each takes.</param>
    /// <param name="nodes">The nodes.</param>
    public static IEnumerable<(PlanRow? Row, double Seconds, OnnxNode? Node)> Pair(
        IReadOnlyList<PlanRow> plan,
        double[] seconds,
        IReadOnlyList<OnnxNode> nodes
    )
    {
        int next = 0;
        for (int i = 0; i < plan.Count; i++)
        {
            int found = plan[i].MultiplyAdds == 0 || plan[i].Kernel.Length == 0 ? -1 : Find(nodes, next, plan[i].MultiplyAdds);
            if (found < 0)
            {
                yield return (plan[i], seconds[i], null);
                continue;
            }

            for (; next < found; next++)
            {
                yield return (null, 0, nodes[next]);
            }

            yield return (plan[i], seconds[i], nodes[next++]);
        }

        for (; next < nodes.Count; next++)
        {
            yield return (null, 0, nodes[next]);
        }
    }

    private static int Find(IReadOnlyList<OnnxNode> nodes, int first, long multiplyAdds)
    {
        for (int i = first; i < nodes.Count; i++)
        {
            if (nodes[i].MultiplyAdds == multiplyAdds)
            {
                return i;
            }
        }

        return -1;
    }
}
