using System.Diagnostics;

namespace Akida.Fetching;

/// <summary>Several sources of the same thing.</summary>
public static class Sources
{
    // A quarter of the time that all have for an answer: a source that is slow to start is not given up for the next, but joined by it.
    private const int StartsInPatience = 4;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Fetches from the first source that has it. The next one is tried when one fails, and beside it when none has answered for a while;
    /// where no source answers, all are given up at the same time.
    /// </summary>
    /// <param name="sources">The sources, the best one first.</param>
    /// <param name="patience">How long they may be silent.</param>
    /// <exception cref="IOException">None has it; the message says what each of them lacks, in their order.</exception>
    public static void Fetch(IReadOnlyList<Source> sources, Patience patience)
    {
        List<Attempt> attempts = [];
        try
        {
            while (true)
            {
                if (attempts.FirstOrDefault(attempt => attempt.Work.IsCompletedSuccessfully) is not null)
                {
                    return;
                }

                Attempt[] running = [.. attempts.Where(attempt => !attempt.Work.IsCompleted)];
                if (attempts.Count < sources.Count && (running.Length == 0 || IsTimeForNext(running, patience)))
                {
                    attempts.Add(new Attempt(sources[attempts.Count], patience, Remaining(attempts, patience)));
                }
                else if (running.Length == 0)
                {
                    throw new IOException(string.Join("; ", attempts.Select(attempt => attempt.Failure)));
                }
                else
                {
                    Task.WaitAny([.. running.Select(attempt => attempt.Work)], Glance);
                }
            }
        }
        finally
        {
            attempts.ForEach(attempt => attempt.Dispose());
        }
    }

    private static bool IsTimeForNext(Attempt[] running, Patience patience) =>
        running.All(attempt =>
            !attempt.Life.HasAnswered && Stopwatch.GetElapsedTime(attempt.Life.LastSign) > patience.ForAnswer / StartsInPatience
        );

    // What has answered has shown that there is a network: the next one has all the time again.
    private static TimeSpan Remaining(List<Attempt> attempts, Patience patience)
    {
        if (attempts.Count == 0)
        {
            return patience.ForAnswer;
        }

        long since = attempts
            .Where(attempt => attempt.Life.HasAnswered)
            .Select(attempt => attempt.Life.LastSign)
            .DefaultIfEmpty(attempts[0].Life.LastSign)
            .Max();
        TimeSpan remaining = patience.ForAnswer - Stopwatch.GetElapsedTime(since);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private sealed class Attempt : IDisposable
    {
        private readonly Source source;

        public Attempt(Source source, Patience patience, TimeSpan answerWithin)
        {
            this.source = source;
            Life = new Liveness(patience, answerWithin);
            Work = Task.Factory.StartNew(
                () => source.Fetch(Life),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }

        public Liveness Life { get; }

        public Task Work { get; }

        /// <summary>What the source lacks. What is no failure of a source is thrown.</summary>
        public string Failure
        {
            get
            {
                try
                {
                    Work.GetAwaiter().GetResult();
                    throw new InvalidOperationException($"{source.Name} has not failed");
                }
                catch (Exception error)
                    when (error is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
                {
                    return $"{source.Name}: {error.Message.ReplaceLineEndings(" ")}";
                }
            }
        }

        // Nothing is left running, no program and no half-written file.
        public void Dispose()
        {
            Life.End();
            Task.WaitAny(Work);
            Life.Dispose();
        }
    }
}
