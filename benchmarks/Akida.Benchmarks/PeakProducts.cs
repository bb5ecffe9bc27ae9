using System.Diagnostics;
using Akida.Simulator.Kernels.Assembled;
using Iced.Intel;

namespace Akida.Benchmarks;

/// <summary>How many products of bytes the processor can add at most: <c>vpdpbusd</c> on registers, as many as it takes.</summary>
internal static unsafe class PeakProducts
{
    private const int Sums = 24;
    private const int ProductsEach = 64;
    private const int Loops = 20_000;

    /// <summary>Multiply-adds a second; null where the processor has no 512-bit <c>vpdpbusd</c>.</summary>
    public static double? Measure()
    {
        if (!Avx512.IsSupported)
        {
            return null;
        }

        FunctionWriter writer = new(FunctionWriter.ThisSystem);
        writer.Begin();
        Assembler code = writer.Code;
        code.mov(AssemblerRegisters.ecx, Loops);
        Label again = code.CreateLabel();
        code.Label(ref again);
        for (int sum = 0; sum < Sums; sum++)
        {
            code.vpdpbusd(FunctionWriter.Zmm[sum], FunctionWriter.Zmm[Sums], FunctionWriter.Zmm[Sums + 1]);
        }

        code.dec(AssemblerRegisters.ecx);
        code.jnz(again);
        writer.End();
        RunnableCode loop = Processor.Instance.Load(writer.Finish())!;
        double best = double.PositiveInfinity;
        for (int turn = 0; turn < 200; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            loop.Call(0, null);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return (double)Loops * Sums * ProductsEach / best;
    }
}
