using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Akida.Simulator.Execution;

/// <summary>
/// Threads that help a caller through staged work: in each stage whoever is there takes the next part, so that nobody waits for a thread
/// that has not come, only for parts that are being done.
/// </summary>
/// <remarks>
/// One caller at a time has the team; another one does its work alone, so that callers who bring their own threads do not get in each
/// other's way. Helpers look for work for a moment (as the pools of XNNPACK and ONNX Runtime do), then sleep until they are woken. There are
/// never more of them than one caller has asked for; they keep nothing of the work, and do not keep the process alive.
/// </remarks>
internal sealed class WorkTeam
{
    // A ticket is a stage's number (ever growing), the stage, and the next part to be taken.
    private const int StageBits = 18,
        PartBits = 18;
    private const long PartMask = (1L << PartBits) - 1,
        StageMask = (1L << StageBits) - 1;

    /// <summary>The most stages, and parts of one.</summary>
    public const int Most = (1 << PartBits) - 1;

    // How long a helper looks for work: longer than passes between the stages, and the inferences, of a caller that does nothing else.
    private static readonly long LookingTicks = Stopwatch.Frequency / 20_000;

    // How often a caller looks whether the last parts are done before it offers its core to others.
    private const int PatientLooks = 2000;
    private const int SpinsBetweenLooks = 4;

    private readonly List<Helper> helpers = [];
    private StagedWork? work;
    private ExceptionDispatchInfo? failure;
    private long ticket = PartMask,
        number;
    private int taken,
        invited,
        done;

    /// <summary>The team of the process.</summary>
    public static WorkTeam Shared { get; } = new();

    /// <summary>How many threads have been started.</summary>
    public int Helpers => helpers.Count;

    /// <summary>Does work together, if the team is free.</summary>
    /// <param name="newWork">The work: at most <see cref="Most"/> stages of at most as many parts.</param>
    /// <param name="threads">The number of threads, the caller included.</param>
    /// <param name="waited">How long the caller had nothing to do but wait.</param>
    /// <returns>Whether the team was free: otherwise nothing was done.</returns>
    /// <remarks>What a part throws is thrown here, when no part is being done any more; parts that had not begun are left out.</remarks>
    public bool TryRun(StagedWork newWork, int threads, out TimeSpan waited)
    {
        waited = default;
        if (Interlocked.CompareExchange(ref taken, 1, 0) != 0)
        {
            return false;
        }

        try
        {
            Hire(threads - 1);
            failure = null;
            invited = Math.Min(threads - 1, helpers.Count);
            Volatile.Write(ref work, newWork);
            long waiting = 0;
            for (int stage = 0; stage < newWork.Stages && failure is null; stage++)
            {
                waiting += RunStage(newWork, stage);
            }

            waited = Stopwatch.GetElapsedTime(0, waiting);
            failure?.Throw();
            return true;
        }
        finally
        {
            Volatile.Write(ref ticket, PartMask);
            Volatile.Write(ref work, null);
            failure = null;
            Volatile.Write(ref taken, 0);
        }
    }

    private void Hire(int count)
    {
        try
        {
            while (helpers.Count < count)
            {
                helpers.Add(new Helper(this, helpers.Count));
            }
        }
        catch (OutOfMemoryException)
        {
            // The system grants no more threads: those that are there do.
        }
    }

    /// <returns>How long the caller waited for others.</returns>
    private long RunStage(StagedWork current, int stage)
    {
        current.Begin(stage);
        int parts = current.Parts(stage);
        if (parts <= 1)
        {
            current.Run(stage, 0);
            return 0;
        }

        done = 0;
        number++;
        long first = (number << (StageBits + PartBits)) | ((long)stage << PartBits);
        Interlocked.Exchange(ref ticket, first);
        for (int i = 0; i < invited; i++)
        {
            helpers[i].Wake();
        }

        TakeParts(current, first, parts);
        Volatile.Write(ref ticket, PartMask);
        return Volatile.Read(ref done) < parts ? WaitForOthers(parts) : 0;
    }

    private long WaitForOthers(int parts)
    {
        long start = Stopwatch.GetTimestamp();
        for (int looks = 0; Volatile.Read(ref done) < parts; looks++)
        {
            if (looks < PatientLooks)
            {
                Thread.SpinWait(SpinsBetweenLooks);
            }
            else
            {
                Thread.Yield();
            }
        }

        return Stopwatch.GetTimestamp() - start;
    }

    /// <summary>Does what a helper finds.</summary>
    /// <returns>Whether there was a stage with parts left.</returns>
    private bool Help(int index)
    {
        long seen = Volatile.Read(ref ticket);
        if ((seen & PartMask) == PartMask)
        {
            return false;
        }

        // Work changes only between a ticket without parts and the next number.
        StagedWork? current = Volatile.Read(ref work);
        bool isInvited = index < Volatile.Read(ref invited);
        if (current is null || !isInvited || (Volatile.Read(ref ticket) ^ seen) >> PartBits != 0)
        {
            return false;
        }

        return TakeParts(current, seen, current.Parts((int)((seen >> PartBits) & StageMask)));
    }

    /// <returns>Whether there were parts left.</returns>
    private bool TakeParts(StagedWork current, long seen, int parts)
    {
        int stage = (int)((seen >> PartBits) & StageMask);
        bool any = false;
        while (true)
        {
            int part = (int)(seen & PartMask);
            if (part >= parts)
            {
                return any;
            }

            long found = Interlocked.CompareExchange(ref ticket, seen + 1, seen);
            if (found == seen)
            {
                RunPart(current, stage, part);
                any = true;
                found = seen + 1;
            }

            if ((found ^ seen) >> PartBits != 0)
            {
                // Another stage has begun.
                return any;
            }

            seen = found;
        }
    }

    private void RunPart(StagedWork current, int stage, int part)
    {
        try
        {
            if (Volatile.Read(ref failure) is null)
            {
                current.Run(stage, part);
            }
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
        }
        finally
        {
            Interlocked.Increment(ref done);
        }
    }

    /// <summary>A thread of the team.</summary>
    private sealed class Helper
    {
        private readonly WorkTeam team;
        private readonly int index;
        private readonly SemaphoreSlim bell = new(0);
        private int isAsleep;

        public Helper(WorkTeam team, int index)
        {
            this.team = team;
            this.index = index;
            new Thread(Work) { IsBackground = true, Name = $"Akida.Simulator {index + 1}" }.UnsafeStart();
        }

        /// <summary>Wakes it, if it sleeps.</summary>
        public void Wake()
        {
            if (Volatile.Read(ref isAsleep) != 0 && Interlocked.Exchange(ref isAsleep, 0) != 0)
            {
                bell.Release();
            }
        }

        private bool HasWork =>
            (Volatile.Read(ref team.ticket) & PartMask) != PartMask && index < Volatile.Read(ref team.invited);

        private void Work()
        {
            long since = Stopwatch.GetTimestamp();
            while (true)
            {
                if (team.Help(index))
                {
                    since = Stopwatch.GetTimestamp();
                }
                else if (Stopwatch.GetTimestamp() - since < LookingTicks)
                {
                    Thread.SpinWait(SpinsBetweenLooks);
                }
                else
                {
                    Sleep();
                    since = Stopwatch.GetTimestamp();
                }
            }
        }

        private void Sleep()
        {
            // Whoever offers work looks for sleepers afterwards, whoever sleeps for work: one of the two sees the other.
            Interlocked.Exchange(ref isAsleep, 1);
            if (HasWork && Interlocked.Exchange(ref isAsleep, 0) != 0)
            {
                return;
            }

            bell.Wait();
        }
    }
}
