using System.Diagnostics;

namespace Akida.Reports.Measurements;

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
        } while (Stopwatch.GetElapsedTime(start) < duration);

        return Array.ConvertAll(best, TimeSpan.FromSeconds);
    }

    /// <summary>
    /// The times of the actions, turn by turn: in each round every action runs once, so that what a round compares was measured within
    /// moments.
    /// </summary>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="actions">What is timed; each should take long enough for the clock, and short enough that a round passes
    /// quickly.</param>
    /// <returns>The seconds of each round, in the order of the actions.</returns>
    public static IReadOnlyList<double[]> Rounds(int rounds, params IReadOnlyList<Action> actions) =>
        Rounds(rounds, TimeSpan.Zero, actions);

    /// <summary>The same with a pause before each turn, for actions whose threads go on spinning afterwards.</summary>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="pause">How long.</param>
    /// <param name="actions">What is timed.</param>
    /// <returns>The seconds of each round, in the order of the actions.</returns>
    public static IReadOnlyList<double[]> Rounds(int rounds, TimeSpan pause, params IReadOnlyList<Action> actions)
    {
        List<double[]> times = [];
        for (int round = 0; round < rounds; round++)
        {
            double[] seconds = new double[actions.Count];
            for (int turn = 0; turn < actions.Count; turn++)
            {
                // Another one begins each round: who comes after whom is no advantage.
                int i = (round + turn) % actions.Count;
                Thread.Sleep(pause);
                seconds[i] = SecondsPerCall(actions[i], 1);
            }

            times.Add(seconds);
        }

        return times;
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
