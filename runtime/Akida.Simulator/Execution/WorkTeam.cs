using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Akida.Simulator.Execution;

/// <summary>
/// Threads that help a caller through staged work: in each stage whoever is there takes the next part, so that nobody waits for a thread
/// that has not come, only for parts that are being done. The caller takes parts from the front, the first helper from the back, and so on:
/// so a core mostly finds what it has written in the stage before.
/// </summary>
/// <remarks>
/// One caller at a time has the team; another one does its work alone, so that callers who bring their own threads do not get in each
/// other's way. Helpers look for work for a moment (as the pools of XNNPACK and ONNX Runtime do), then sleep until they are woken. There
/// are never more of them than one caller has asked for; they keep nothing of the work, and do not keep the process alive.
/// </remarks>
internal sealed class WorkTeam
{
    // A ticket is a stage's number (ever growing), the stage, and how many parts are taken from the back and from the front.
    private const int StageBits = 18,
        EndBits = 9,
        PartBits = 2 * EndBits;
    private const long PartMask = (1L << PartBits) - 1,
        StageMask = (1L << StageBits) - 1,
        OneFromFront = 1,
        OneFromBack = 1L << EndBits;

    /// <summary>The most stages.</summary>
    public const int MostStages = (int)StageMask;

    /// <summary>The most parts of a stage.</summary>
    public const int MostParts = (1 << EndBits) - 1;

    // How long a helper looks for work: longer than passes between the stages, and the inferences, of a caller that does nothing else.
    private static readonly long LookingTicks = Stopwatch.Frequency / 10_000;

    // How often a caller looks whether the last parts are done before it offers its core to others.
    private const int PatientLooks = 1000;
    private const int SpinsBetweenLooks = 1;

    private readonly List<Helper> helpers = [];
    private StagedWork? work;
    private ExceptionDispatchInfo? failure;
    private long number;
    private int taken,
        invited;
    private Counters counters = new() { Ticket = PartMask };

    /// <summary>The team of the process.</summary>
    public static WorkTeam Shared { get; } = new();

    /// <summary>How many threads have been started.</summary>
    public int Helpers => helpers.Count;

    /// <summary>Does work together, if the team is free.</summary>
    /// <param name="newWork">The work: at most <see cref="MostStages"/> of at most <see cref="MostParts"/> each.</param>
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
            Volatile.Write(ref counters.Ticket, PartMask);
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

        counters.Done = 0;
        number++;
        long first = (number << (StageBits + PartBits)) | ((long)stage << PartBits);
        Interlocked.Exchange(ref counters.Ticket, first);
        for (int i = 0; i < invited; i++)
        {
            helpers[i].Wake();
        }

        TakeParts(current, first, parts, OneFromFront);
        Volatile.Write(ref counters.Ticket, PartMask);
        return Volatile.Read(ref counters.Done) < parts ? WaitForOthers(parts) : 0;
    }

    private long WaitForOthers(int parts)
    {
        long start = Stopwatch.GetTimestamp();
        for (int looks = 0; Volatile.Read(ref counters.Done) < parts; looks++)
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
        long seen = Volatile.Read(ref counters.Ticket);
        if ((seen & PartMask) == PartMask)
        {
            return false;
        }

        // Work changes only between a ticket without parts and the next number.
        StagedWork? current = Volatile.Read(ref work);
        bool isInvited = index < Volatile.Read(ref invited);
        if (current is null || !isInvited || (Volatile.Read(ref counters.Ticket) ^ seen) >> PartBits != 0)
        {
            return false;
        }

        int parts = current.Parts((int)((seen >> PartBits) & StageMask));
        return TakeParts(current, seen, parts, index % 2 == 0 ? OneFromBack : OneFromFront);
    }

    /// <returns>Whether there were parts left.</returns>
    private bool TakeParts(StagedWork current, long seen, int parts, long one)
    {
        int stage = (int)((seen >> PartBits) & StageMask),
            count = 0;
        while (true)
        {
            int front = (int)(seen & (OneFromBack - 1)),
                back = (int)((seen & PartMask) >> EndBits);
            if (front + back >= parts)
            {
                break;
            }

            long found = Interlocked.CompareExchange(ref counters.Ticket, seen + one, seen);
            if (found == seen)
            {
                RunPart(current, stage, one == OneFromFront ? front : parts - 1 - back);
                count++;
                found = Volatile.Read(ref counters.Ticket);
            }

            if ((found ^ seen) >> PartBits != 0)
            {
                // All parts are taken, or another stage has begun.
                break;
            }

            seen = found;
        }

        if (count == 0)
        {
            return false;
        }

        Interlocked.Add(ref counters.Done, count);
        return true;
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
    }

    /// <summary>What all threads write, far enough from each other that they do not share cache lines.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        /// <summary>The ticket.</summary>
        [FieldOffset(128)]
        public long Ticket;

        /// <summary>The parts of the stage that are done.</summary>
        [FieldOffset(256)]
        public int Done;
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

        private bool HasWork => (Volatile.Read(ref team.counters.Ticket) & PartMask) != PartMask && index < Volatile.Read(ref team.invited);

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
