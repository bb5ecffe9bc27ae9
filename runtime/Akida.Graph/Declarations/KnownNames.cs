namespace Akida.Graph.Declarations;

/// <summary>The names that there are, for messages about one that there is not.</summary>
internal static class KnownNames
{
    private const int Most = 8;

    /// <summary>All of them if they are few, otherwise those that are most like the wrong one, in their order.</summary>
    /// <param name="wrong">The name that there is not.</param>
    /// <param name="known">Those that there are.</param>
    public static string List(string wrong, IEnumerable<string> known)
    {
        string[] names = [.. known];
        if (names.Length <= Most)
        {
            return string.Join(", ", names.DefaultIfEmpty("none"));
        }

        HashSet<string> nearest = [.. names.OrderBy(name => Distance(wrong, name)).Take(Most)];
        return $"{string.Join(", ", names.Where(nearest.Contains))} and {names.Length - Most} others";
    }

    /// <summary>How many letters must be added, left out or changed to make one name of the other.</summary>
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 0; i < from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < to.Length; j++)
            {
                int changed = diagonal + (char.ToLowerInvariant(from[i]) == char.ToLowerInvariant(to[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(changed, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[to.Length];
    }
}
