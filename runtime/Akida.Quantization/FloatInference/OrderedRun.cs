namespace Akida.Quantization.FloatInference;

/// <summary>Work on all cores whose results come in order.</summary>
internal static class OrderedRun
{
    // One that takes long keeps no core idle.
    private const int AheadPerCore = 2;

    /// <summary>The results of a function for the items of a sequence, in the order of the items.</summary>
    /// <param name="items">The items. The caller's thread takes them, few ahead of the results.</param>
    /// <param name="function">Runs for several items at once.</param>
    public static IEnumerable<TResult> Of<TItem, TResult>(IEnumerable<TItem> items, Func<TItem, TResult> function)
    {
        int ahead = AheadPerCore * Environment.ProcessorCount;
        Queue<Task<TResult>> running = new(ahead);
        try
        {
            foreach (TItem item in items)
            {
                if (running.Count == ahead)
                {
                    yield return running.Dequeue().GetAwaiter().GetResult();
                }

                running.Enqueue(Task.Run(() => function(item)));
            }

            while (running.TryDequeue(out Task<TResult>? next))
            {
                yield return next.GetAwaiter().GetResult();
            }
        }
        finally
        {
            // What the function uses may be gone as soon as the caller is left, be it by an error.
            foreach (Task task in running)
            {
                task.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
            }
        }
    }
}
