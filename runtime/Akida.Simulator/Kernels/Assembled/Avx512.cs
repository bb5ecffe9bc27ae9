using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>
/// Whether this machine runs what is assembled for AVX-512 VNNI. The processor is asked, not .NET, which under NativeAOT knows only what it
/// was compiled for.
/// </summary>
internal static unsafe class Avx512
{
    private const int SavedByXgetbv = 1 << 27;
    private const int Foundation = 1 << 16,
        DoublesAndQuads = 1 << 17,
        BytesAndWords = 1 << 30,
        VectorLengths = 1 << 31;
    private const int Vnni = 1 << 11;

    // SSE, AVX, masks, and both halves of the 512-bit registers.
    private const int SavedRegisters = 0xE6;

    /// <summary>Whether it does; where memory cannot be made executable it does not.</summary>
    public static bool IsSupported { get; } = Ask();

    private static bool Ask()
    {
        if (!X86Base.IsSupported || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return false;
        }

        (int leaves, _, _, _) = X86Base.CpuId(0, 0);
        if (leaves < 7)
        {
            return false;
        }

        (_, _, int features, _) = X86Base.CpuId(1, 0);
        (_, int extended, int more, _) = X86Base.CpuId(7, 0);
        const int Needed = Foundation | DoublesAndQuads | BytesAndWords | VectorLengths;
        return (features & SavedByXgetbv) != 0
            && (extended & Needed) == Needed
            && (more & Vnni) != 0
            && (SystemSaves() & SavedRegisters) == SavedRegisters;
    }

    /// <summary>Which registers the system saves when it changes threads; 0 if the question cannot be asked for want of memory.</summary>
    private static int SystemSaves()
    {
        // xor ecx, ecx; xgetbv; ret
        using ExecutableMemory? code = ExecutableMemory.TryCreate([0x31, 0xC9, 0x0F, 0x01, 0xD0, 0xC3]);
        return code is null ? 0 : ((delegate* unmanaged<int>)code.Pointer)();
    }
}
