namespace Akida.Graph.Rules;

/// <summary>
/// One cause can break several rules. Only the finding that says it best is told; each rule knows which findings explain its own.
/// </summary>
internal static class Consequences
{
    /// <summary>Leaves out what another finding explains, and notes its rule there.</summary>
    public static IReadOnlyList<Finding> Fold(RuleContext context, IReadOnlyList<Finding> findings)
    {
        if (findings.Count < 2)
        {
            return findings;
        }

        int[] causes = FindCauses(context, findings);
        int[] roots = [.. findings.Select((_, i) => Root(causes, i))];
        ILookup<int, Rule> rules = roots.Select((root, i) => (root, findings[i].Rule)).ToLookup(pair => pair.root, pair => pair.Rule);
        return
        [
            .. from i in Enumerable.Range(0, findings.Count)
            where roots[i] == i
            select findings[i] with
            {
                Consequences = rules[i].Where(rule => rule != findings[i].Rule).Distinct().ToEquatableArray(),
            },
        ];
    }

    /// <summary>For each finding the index of one that explains it, or -1.</summary>
    private static int[] FindCauses(RuleContext context, IReadOnlyList<Finding> findings)
    {
        int[] causes = new int[findings.Count];
        for (int i = 0; i < findings.Count; i++)
        {
            Rule rule = findings[i].Rule;
            causes[i] = -1;
            for (int j = 0; j < findings.Count && causes[i] < 0; j++)
            {
                // Of one rule's findings about one thing the first is told.
                if ((findings[j].Rule != rule || j < i) && rule.IsExplainedBy(context, findings[i], findings[j]))
                {
                    causes[i] = j;
                }
            }
        }

        return causes;
    }

    /// <summary>The finding at the end of a chain of causes; the finding itself where the chain has no end.</summary>
    private static int Root(int[] causes, int finding)
    {
        int root = finding;
        for (int steps = 0; causes[root] >= 0; steps++)
        {
            if (steps == causes.Length)
            {
                return finding;
            }

            root = causes[root];
        }

        return root;
    }
}
