using System.Runtime.InteropServices;

namespace Akida.Simulator.Tests.Kernels.Assembled;

/// <summary>Memory behind which nothing can be read or written: whoever does ends the program.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0,
        ReadWrite = 3,
        Private = 2,
        LinuxAnonymous = 0x20,
        MacAnonymous = 0x1000;
    private readonly nint start;
    private readonly nuint length;

    /// <summary>So many bytes right before the guarded page; elsewhere than on Linux and macOS there is none.</summary>
    public GuardedMemory(int bytes)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        length = (((nuint)bytes + page - 1) / page * page) + page;
        if (OperatingSystem.IsWindows())
        {
            start = (nint)NativeMemory.AllocZeroed(length);
        }
        else
        {
            start = Map(0, length, ReadWrite, Private | (OperatingSystem.IsMacOS() ? MacAnonymous : LinuxAnonymous), -1, 0);
            Assert.NotEqual(-1, start);
            Assert.Equal(0, Protect(start + (nint)(length - page), page, NoAccess));
        }

        Pointer = (byte*)start + (length - page) - bytes;
    }

    /// <summary>The first byte.</summary>
    public byte* Pointer { get; }

    /// <summary>A copy of some values, right before a guarded page.</summary>
    public static GuardedMemory Of<T>(T[] values)
        where T : unmanaged
    {
        GuardedMemory memory = new(values.Length * sizeof(T));
        values.CopyTo(new Span<T>(memory.Pointer, values.Length));
        return memory;
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            NativeMemory.Free((void*)start);
        }
        else
        {
            Assert.Equal(0, Unmap(start, length));
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
