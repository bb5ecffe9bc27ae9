namespace Akida.Training.Layers.Managed;

/// <summary>Work on several threads that gives the same result in every run.</summary>
internal static class Workers
{
    /// <summary>
    /// Divides items into as many parts as there are threads, all as long or one longer; the division depends on the numbers alone.
    /// </summary>
    /// <param name="threads">Threads.</param>
    /// <param name="items">Items; with fewer than threads there are fewer parts.</param>
    /// <param name="work">Does a part: its number, its first item and the one after its last.</param>
    /// <returns>The number of parts.</returns>
    public static int Run(int threads, int items, Action<int, int, int> work)
    {
        int parts = Math.Min(threads, items);
        if (parts == 1)
        {
            work(0, 0, items);
        }
        else if (parts > 1)
        {
            Parallel.For(
                0,
                parts,
                new ParallelOptions { MaxDegreeOfParallelism = parts },
                part => work(part, Bound(part), Bound(part + 1))
            );
        }

        return parts;

        int Bound(int part) => (int)((long)items * part / parts);
    }
}
