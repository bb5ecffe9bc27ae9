using System.Collections;
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

    /// <summary>What is kept for the next tensors goes back to the system when this is disposed.</summary>
    public static IDisposable KeepUntilDisposed() => new Kept();

    private static bool SetsAllocator(string name, string? value) =>
        name.StartsWith("MALLOC_", StringComparison.Ordinal)
        || (name == "GLIBC_TUNABLES" && value?.Contains("glibc.malloc.", StringComparison.Ordinal) == true);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);

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
