using System.Diagnostics;

namespace Akida.Measurements;

/// <summary>Times several actions in turns, so that what else the machine does at the moment concerns all of them alike.</summary>
public static class InterleavedTimer
{
    private const int WarmUpRounds = 40;

    // Long enough to be above the clock's resolution, short enough to fall between two interruptions.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(2);

    /// <summary>The shortest time that one call of each action takes, on the calling thread.</summary>
    /// <param name="duration">How long to measure, the warming up apart.</param>
    /// <param name="actions">What is timed; each call is one inference.</param>
    public static TimeSpan[] Best(TimeSpan duration, params IReadOnlyList<Action> actions)
    {
        int[] calls = [.. actions.Select(WarmUp)];
        double[] best = [.. actions.Select(_ => double.PositiveInfinity)];
        long start = Stopwatch.GetTimestamp();
        do
        {
            for (int i = 0; i < best.Length; i++)
            {
                best[i] = Math.Min(best[i], SecondsPerCall(actions[i], calls[i]));
            }
        }
        while (Stopwatch.GetElapsedTime(start) < duration);

        return Array.ConvertAll(best, TimeSpan.FromSeconds);
    }

    // Tiered compilation replaces methods after thirty calls, in the background: wait until the time of a call settles.
    private static int WarmUp(Action action)
    {
        for (int round = 0; round < WarmUpRounds; round++)
        {
            action();
        }

        Thread.Sleep(200);
        for (int round = 0; round < WarmUpRounds; round++)
        {
            action();
        }

        return Math.Max(1, (int)(Slice.TotalSeconds / SecondsPerCall(action, 1)));
    }

    private static double SecondsPerCall(Action action, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }
}
