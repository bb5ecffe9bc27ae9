using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Akida.Simulator.Kernels.Assembled;
using Iced.Intel;

namespace Akida.Benchmarks;

/// <summary>How many products of 8-bit values the processor can add at most: its instructions on registers, as many as it takes.</summary>
internal static unsafe class PeakProducts
{
    private const int Loops = 20_000;

    /// <summary>Multiply-adds a second; null where nothing can be assembled.</summary>
    /// <remarks>Without VNNI products are those of 16-bit integers: <c>vpmaddubsw</c> saturates.</remarks>
    public static double? Measure()
    {
        VectorSet? set =
            Avx512.IsSupported ? VectorSet.Avx512Vnni
            : AvxVnni.IsSupported ? VectorSet.AvxVnni
            : Avx2.IsSupported ? VectorSet.Avx2
            : null;
        if (set is null || !ExecutableMemory.IsGranted)
        {
            return null;
        }

        FunctionWriter writer = new(FunctionWriter.ThisSystem);
        VectorCode code = new(writer.Code, set);
        VectorRegister[] sums = code.Registers[..^4],
            rest = code.Registers[^4..];
        writer.Begin();
        writer.Code.mov(AssemblerRegisters.ecx, Loops);
        Label again = writer.Code.CreateLabel();
        writer.Code.Label(ref again);
        foreach (VectorRegister sum in sums)
        {
            if (set.HasDotProducts)
            {
                code.AddByteProducts(sum, rest[0], rest[1]);
            }
            else
            {
                code.AddWordProducts(sum, rest[0], rest[1], rest[2]);
            }
        }

        writer.Code.dec(AssemblerRegisters.ecx);
        writer.Code.jnz(again);
        writer.End();
        RunnableCode loop = Processor.Instance.Load(writer.Finish())!;
        double best = double.PositiveInfinity;
        for (int turn = 0; turn < 200; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            loop.Call(0, null);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return (double)Loops * sums.Length * set.Bytes / (set.HasDotProducts ? 1 : 2) / best;
    }
}
