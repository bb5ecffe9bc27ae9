using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Akida.Training.Libtorch;

namespace Akida.Training.Layers.Managed;

/// <summary>
/// Work on several threads that gives the same result in every run. The threads are those of libtorch, which wait for work without
/// spinning; those of .NET's pool spin after each piece, which took a tenth of the time of training.
/// </summary>
internal static unsafe class Workers
{
    /// <summary>Runs a function with an argument on as many threads, the calling one among them, and waits for all.</summary>
    private static readonly delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> Parallelize = (delegate* unmanaged<
        delegate* unmanaged<nint, void>,
        nint,
        uint,
        uint,
        void>)
        LibtorchLoader.FindExport("GOMP_parallel");

    /// <summary>
    /// Divides items into as many parts as there are threads, all as long or one longer; the division depends on the numbers alone.
    /// </summary>
    /// <param name="threads">Threads.</param>
    /// <param name="items">Items; with fewer than threads there are fewer parts.</param>
    /// <param name="work">Does a part: its number, its first item and the one after its last.</param>
    public static void Run(int threads, int items, Action<int, int, int> work)
    {
        int parts = Math.Min(threads, items);
        if (parts == 1)
        {
            Do(0);
        }
        else if (parts > 1 && Parallelize is not null)
        {
            Parts all = new(parts, Do);
            GCHandle handle = GCHandle.Alloc(all);
            try
            {
                // All threads, even if some find no part: with another number libtorch would have to start threads anew.
                Parallelize(&DoParts, GCHandle.ToIntPtr(handle), (uint)threads, 0);
            }
            finally
            {
                handle.Free();
            }

            all.Error?.Throw();
        }
        else if (parts > 1)
        {
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, Do);
        }

        void Do(int part) => work(part, Bound(part), Bound(part + 1));
        int Bound(int part) => (int)((long)items * part / parts);
    }

    /// <summary>What each thread does.</summary>
    [UnmanagedCallersOnly]
    private static void DoParts(nint handle) => ((Parts)GCHandle.FromIntPtr(handle).Target!).DoSome();

    /// <summary>Parts that threads take one after the other.</summary>
    private sealed class Parts(int count, Action<int> work)
    {
        private int taken;

        /// <summary>What went wrong; none may leave a thread that is not ours.</summary>
        public ExceptionDispatchInfo? Error { get; private set; }

        public void DoSome()
        {
            for (int part = Interlocked.Increment(ref taken); part <= count; part = Interlocked.Increment(ref taken))
            {
                try
                {
                    work(part - 1);
                }
                catch (Exception error)
                {
                    Error = ExceptionDispatchInfo.Capture(error);
                }
            }
        }
    }
}
