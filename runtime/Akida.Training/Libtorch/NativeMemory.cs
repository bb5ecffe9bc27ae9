using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Akida.Training.Libtorch;

/// <summary>How the C library's allocator handles the memory of tensors.</summary>
internal static partial class NativeMemory
{
    private const int TrimThreshold = -1,
        MmapThreshold = -3,
        TopPad = -2;

    /// <summary>The largest block that is kept, in bytes: the largest that glibc can be told to.</summary>
    public const int LargestKeptBlock = 32 << 20;

    /// <summary>Read as an unsigned size: never.</summary>
    private const int NeverTrim = -1;

    /// <summary>
    /// More than two heaps, which is what a thread that is not the first one has its memory in: glibc unmaps an empty one whatever the trim
    /// threshold says, unless less than this would be left. It is address space, not memory.
    /// </summary>
    private const int PadOfTop = 256 << 20;

    /// <summary>Address space that is fetched at once for a training, in bytes; more comes as it is needed.</summary>
    private const int Reserved = int.MaxValue;

    private const int HugePagesAdvice = 14;

    private static bool keepsFreedBlocks;

    /// <summary>
    /// Keeps freed blocks for the next tensors. By default glibc gives every large block back to the system, and every new one costs a page
    /// fault for each 4 KiB:
    /// that takes half of the time of training. Who sets the allocator by its own variables has decided.
    /// </summary>
    public static void KeepFreedBlocks()
    {
        if (
            Environment
                .GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .Any(variable => SetsAllocator((string)variable.Key, (string?)variable.Value))
        )
        {
            return;
        }

        try
        {
            keepsFreedBlocks =
                (MallOpt(MmapThreshold, LargestKeptBlock) & MallOpt(TrimThreshold, NeverTrim) & MallOpt(TopPad, PadOfTop)) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    /// <summary>
    /// What is kept for the next tensors goes back to the system when this is disposed. Until then it lies in huge pages where the system
    /// has them for who asks: the first step of a training fetches all its memory, which costs as much time as several steps in small ones.
    /// </summary>
    public static IDisposable KeepUntilDisposed()
    {
        if (keepsFreedBlocks)
        {
            ReserveHugePages();
        }

        return new Kept();
    }

    /// <summary>
    /// Has the heap end so far behind what is used that the tensors of a step fit in between, and asks for huge pages for it. A thread
    /// whose memory is not in this heap does without.
    /// </summary>
    private static unsafe void ReserveHugePages()
    {
        if (FindHeap() is not { } heap)
        {
            return;
        }

        // What is taken here is not written to, and takes no memory.
        AdviseHugePages(heap);
        nint end = MoveBreak(0);
        List<nint> blocks = [];
        _ = MallOpt(TopPad, Reserved);
        while (MoveBreak(0) == end && blocks.Count < Reserved / LargestKeptBlock)
        {
            nint block = Allocate(LargestKeptBlock / 2);
            blocks.Add(block);
            if (block < heap || block > MoveBreak(0))
            {
                break;
            }
        }

        _ = MallOpt(TopPad, PadOfTop);
        AdviseHugePages(heap);
        blocks.ForEach(Free);
    }

    private static nint? FindHeap() =>
        File.ReadLines("/proc/self/maps").FirstOrDefault(line => line.EndsWith("[heap]", StringComparison.Ordinal)) is { } line
        && nint.TryParse(line.AsSpan(0, line.IndexOf('-')), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out nint start)
            ? start
            : null;

    /// <summary>Where this is not possible everything works as it is.</summary>
    private static void AdviseHugePages(nint heap) => _ = Advise(heap, MoveBreak(0) - heap, HugePagesAdvice);

    private static bool SetsAllocator(string name, string? value) =>
        name.StartsWith("MALLOC_", StringComparison.Ordinal)
        || (name == "GLIBC_TUNABLES" && value?.Contains("glibc.malloc.", StringComparison.Ordinal) == true);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);

    [LibraryImport("libc", EntryPoint = "malloc")]
    private static partial nint Allocate(nuint size);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint block);

    [LibraryImport("libc", EntryPoint = "sbrk")]
    private static partial nint MoveBreak(nint difference);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint first, nint length, int advice);

    private sealed class Kept : IDisposable
    {
        public void Dispose()
        {
            if (keepsFreedBlocks)
            {
                _ = MallocTrim(0);
            }
        }
    }
}
