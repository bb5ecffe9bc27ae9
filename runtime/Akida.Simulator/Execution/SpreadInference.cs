using System.Diagnostics;

namespace Akida.Simulator.Execution;

/// <summary>An inference in a worker's memory as the work of a team.</summary>
/// <param name="arena">The memory.</param>
/// <param name="steps">The steps.</param>
/// <param name="division">How they are divided.</param>
/// <param name="isForced">Whether the number of threads was asked for: otherwise the inference stays on its thread while the cores are
/// busy.</param>
internal sealed class SpreadInference(Arena arena, IReadOnlyList<Step> steps, Division division, bool isForced) : StagedWork
{
    // Who waits for more of the time than this, for threads that other threads keep from running, is better off alone,
    private const double MostWaiting = 0.3;

    // for so long.
    private static readonly long AloneTicks = Stopwatch.Frequency / 10;

    private static long aloneUntil;

    /// <inheritdoc/>
    public override int Stages => steps.Count;

    /// <inheritdoc/>
    public override int Parts(int stage) => division.Parts[stage];

    /// <inheritdoc/>
    public override void Begin(int stage) => steps[stage].Begin(arena, arena.State(stage));

    /// <inheritdoc/>
    public override void Run(int stage, int part)
    {
        long units = steps[stage].Units;
        int parts = division.Parts[stage];
        steps[stage].Run(arena, arena.State(stage), (int)(units * part / parts), (int)(units * (part + 1) / parts));
    }

    /// <summary>Runs all steps.</summary>
    /// <returns>False if nothing was done, because others use the cores.</returns>
    public bool TryRun()
    {
        if (division.Threads <= 1 || steps.Count > WorkTeam.MostStages)
        {
            return false;
        }

        long start = Stopwatch.GetTimestamp();
        if (!isForced && start < Volatile.Read(ref aloneUntil))
        {
            return false;
        }

        bool isDone = WorkTeam.Shared.TryRun(this, division.Threads, out TimeSpan waited);
        if (!isDone || waited > MostWaiting * Stopwatch.GetElapsedTime(start))
        {
            Volatile.Write(ref aloneUntil, Stopwatch.GetTimestamp() + AloneTicks);
        }

        return isDone;
    }
}
