using System.Runtime.InteropServices;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>
/// Memory with machine code in it: written first, made executable then, never both at once. It is freed with its last owner.
/// </summary>
internal sealed unsafe partial class ExecutableMemory : SafeHandle
{
    private readonly nuint length;

    private ExecutableMemory(nint address, nuint length)
        : base(0, ownsHandle: true)
    {
        this.length = length;
        SetHandle(address);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The first byte of the code; valid as long as this object lives.</summary>
    public byte* Pointer => (byte*)handle;

    /// <summary>Whether the system grants memory that can be executed.</summary>
    public static bool IsGranted { get; } = CanBeCreated();

    /// <summary>Puts code into memory of its own; null where the system grants no memory that can be executed.</summary>
    public static ExecutableMemory? TryCreate(ReadOnlySpan<byte> code)
    {
        nuint page = (nuint)Environment.SystemPageSize,
            length = ((nuint)code.Length + page - 1) / page * page;
        nint address = OperatingSystem.IsWindows() ? WindowsPages.Reserve(length) : UnixPages.Reserve(length);
        if (address == 0)
        {
            return null;
        }

        ExecutableMemory memory = new(address, length);
        code.CopyTo(new Span<byte>((void*)address, code.Length));
        if (OperatingSystem.IsWindows() ? WindowsPages.Protect(address, length) : UnixPages.Protect(address, length))
        {
            return memory;
        }

        memory.Dispose();
        return null;
    }

    private static bool CanBeCreated()
    {
        using ExecutableMemory? memory = TryCreate([0xC3]);
        return memory is not null;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() =>
        OperatingSystem.IsWindows() ? WindowsPages.Release(handle) : UnixPages.Release(handle, length);

    /// <summary>Linux and macOS.</summary>
    private static partial class UnixPages
    {
        private const int Read = 1,
            Write = 2,
            Execute = 4;
        private const int Private = 2,
            LinuxAnonymous = 0x20,
            MacAnonymous = 0x1000;

        /// <summary>Memory that can be written; 0 where there is none.</summary>
        public static nint Reserve(nuint length)
        {
            int anonymous = OperatingSystem.IsMacOS() ? MacAnonymous : LinuxAnonymous;
            nint address = MemoryMap(0, length, Read | Write, Private | anonymous, -1, 0);
            return address == -1 ? 0 : address;
        }

        /// <summary>Makes it executable, and no longer writable.</summary>
        public static bool Protect(nint address, nuint length) => MemoryProtect(address, length, Read | Execute) == 0;

        public static bool Release(nint address, nuint length) => MemoryUnmap(address, length) == 0;

        [LibraryImport("libc", EntryPoint = "mmap")]
        private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

        [LibraryImport("libc", EntryPoint = "mprotect")]
        private static partial int MemoryProtect(nint address, nuint length, int protection);

        [LibraryImport("libc", EntryPoint = "munmap")]
        private static partial int MemoryUnmap(nint address, nuint length);
    }

    private static partial class WindowsPages
    {
        private const uint Commit = 0x1000,
            ReserveAddresses = 0x2000,
            ReleaseAll = 0x8000;
        private const uint ReadWrite = 0x04,
            ExecuteRead = 0x20;
        private const nint CurrentProcess = -1;

        /// <summary>Memory that can be written; 0 where there is none.</summary>
        public static nint Reserve(nuint length) => VirtualAlloc(0, length, Commit | ReserveAddresses, ReadWrite);

        /// <summary>Makes it executable, and no longer writable.</summary>
        public static bool Protect(nint address, nuint length) =>
            VirtualProtect(address, length, ExecuteRead, out _) != 0 && FlushInstructionCache(CurrentProcess, address, length) != 0;

        public static bool Release(nint address) => VirtualFree(address, 0, ReleaseAll) != 0;

        [LibraryImport("kernel32")]
        private static partial nint VirtualAlloc(nint address, nuint length, uint kind, uint protection);

        [LibraryImport("kernel32")]
        private static partial int VirtualProtect(nint address, nuint length, uint protection, out uint before);

        [LibraryImport("kernel32")]
        private static partial int VirtualFree(nint address, nuint length, uint kind);

        [LibraryImport("kernel32")]
        private static partial int FlushInstructionCache(nint process, nint address, nuint length);
    }
}
