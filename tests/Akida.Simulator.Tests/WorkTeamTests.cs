using Akida.Simulator.Execution;

namespace Akida.Simulator.Tests;

/// <summary>Work that threads share: all of it is done, once, stage by stage, and errors come out at the caller.</summary>
public class WorkTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_part_is_done_once_and_after_those_of_the_stage_before(int threads)
    {
        WorkTeam team = new();
        for (int seed = 0; seed < 300; seed++)
        {
            CountedWork work = new(seed);

            Assert.True(team.TryRun(work, threads, out _));

            work.AssertDone();
        }
    }

    [Fact]
    public void Threads_that_fell_asleep_come_back()
    {
        WorkTeam team = new();
        for (int turn = 0; turn < 5; turn++)
        {
            MeetingWork work = new();
            team.TryRun(work, 2, out _);

            Assert.Equal(2, work.Threads);
            Thread.Sleep(50);
        }

        Assert.Equal(1, team.Helpers);
    }

    [Fact]
    public void What_a_helper_throws_comes_out_at_the_caller_and_the_team_goes_on()
    {
        WorkTeam team = new();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() =>
            team.TryRun(new MeetingWork { Error = new InvalidOperationException("of a helper") }, 2, out _)
        );

        Assert.Equal("of a helper", error.Message);
        CountedWork next = new(seed: 1);
        Assert.True(team.TryRun(next, 2, out _));
        next.AssertDone();
    }

    [Fact]
    public void A_team_at_work_takes_no_other_work()
    {
        WorkTeam team = new();
        NestedWork work = new(team);

        team.TryRun(work, 2, out _);

        Assert.False(work.WasTaken);
    }

    [Fact]
    public void A_team_keeps_nothing_of_its_work()
    {
        WorkTeam team = new();
        WeakReference work = RunAndForget(team);

        // A helper may hold what it saw last until it looks for work again.
        for (int turn = 0; turn < 100 && work.IsAlive; turn++)
        {
            Thread.Sleep(10);
            GC.Collect();
        }

        Assert.False(work.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference RunAndForget(WorkTeam team)
    {
        MeetingWork work = new();
        team.TryRun(work, 2, out _);
        return new WeakReference(work);
    }

    /// <summary>Random stages; each part notes whether the stage before was done.</summary>
    private sealed class CountedWork : StagedWork
    {
        private readonly int[][] runs;
        private readonly int[] begun;
        private int early;

        public CountedWork(int seed)
        {
            Random random = new(seed);
            runs = [.. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => new int[1 + random.Next(12)])];
            begun = new int[runs.Length];
        }

        public override int Stages => runs.Length;

        public override int Parts(int stage) => runs[stage].Length;

        public override void Begin(int stage) => begun[stage]++;

        public override void Run(int stage, int part)
        {
            if (begun[stage] != 1 || (stage > 0 && runs[stage - 1].Any(count => count != 1)))
            {
                Interlocked.Increment(ref early);
            }

            Interlocked.Increment(ref runs[stage][part]);
        }

        public void AssertDone()
        {
            Assert.Equal(0, early);
            Assert.All(runs, stage => Assert.All(stage, count => Assert.Equal(1, count)));
            Assert.All(begun, count => Assert.Equal(1, count));
        }
    }

    /// <summary>Two parts that wait for each other, so that they need two threads; the one that is not the caller's may throw.</summary>
    private sealed class MeetingWork : StagedWork
    {
        private readonly HashSet<int> threads = [];
        private readonly Barrier barrier = new(2);
        private readonly int caller = Environment.CurrentManagedThreadId;

        public Exception? Error { get; init; }

        public int Threads => threads.Count;

        public override int Stages => 1;

        public override int Parts(int stage) => 2;

        public override void Begin(int stage) { }

        public override void Run(int stage, int part)
        {
            lock (threads)
            {
                threads.Add(Environment.CurrentManagedThreadId);
            }

            barrier.SignalAndWait();
            if (Error is not null && Environment.CurrentManagedThreadId != caller)
            {
                throw Error;
            }
        }
    }

    /// <summary>Asks the team that runs it to run something else.</summary>
    private sealed class NestedWork(WorkTeam team) : StagedWork
    {
        public bool WasTaken { get; private set; }

        public override int Stages => 1;

        public override int Parts(int stage) => 1;

        public override void Begin(int stage) { }

        public override void Run(int stage, int part) => WasTaken = team.TryRun(new CountedWork(seed: 0), 2, out _);
    }
}
