using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>
/// The matrix product of bytes with <c>vpdpbusd</c>, which adds four products to a 32-bit sum, four pixels by sixteen filters at a time.
/// </summary>
internal sealed unsafe class AvxVnniByteGemm()
    : PackingGemmKernel("avxvnni", new KernelFormat(Tile, Finish256.Filters, Values, StorageKind.UInt8, StorageKind.Int8))
{
    private const int Tile = 4;
    private const int Values = 4;

    public override double? Cost(GemmProblem problem) => Reads(problem) ? KernelCost.Gemm(problem, Format, 2) : null;

    public override void Run(in GemmArguments arguments)
    {
        int chunk = GemmChunks.Pixels(arguments, Format);
        for (int start = 0; start < arguments.PixelCount; start += chunk)
        {
            int end = Math.Min(start + chunk, arguments.PixelCount);
            for (int first = 0; first < arguments.Filters; first += Finish256.Filters)
            {
                RunChunk(arguments, first, start, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunChunk(in GemmArguments arguments, int first, int pixel, int end)
    {
        int* sums = stackalloc int[Tile * Finish256.Filters];
        byte* weights = (byte*)arguments.Weights + ((long)first * arguments.SegmentCount * arguments.Groups * Values);
        int count = Math.Min(Finish256.Filters, arguments.Filters - first);
        for (; pixel < end; pixel += Tile)
        {
            int pixels = Math.Min(Tile, end - pixel);
            FourPixels(arguments, weights, arguments.Map.Bias + first, pixel, pixels - 1, sums);
            Finish256.StoreTile(
                sums,
                pixels,
                arguments.Map,
                first,
                count,
                arguments.Output,
                arguments.OutputPixels + pixel,
                arguments.OutputKind
            );
        }
    }

    /// <summary>The sums of a tile; where it has fewer than four pixels, the last is computed several times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourPixels(in GemmArguments arguments, byte* w, int* bias, int pixel, int last, int* sums)
    {
        byte* input = (byte*)arguments.Input;
        int* pixels = arguments.Pixels + pixel;
        byte* x0 = input + pixels[0],
            x1 = input + pixels[Math.Min(1, last)];
        byte* x2 = input + pixels[Math.Min(2, last)],
            x3 = input + pixels[Math.Min(3, last)];
        Vector256<int> s00 = Vector256.Load(bias),
            s01 = Vector256.Load(bias + 8);
        Vector256<int> s10 = s00,
            s11 = s01,
            s20 = s00,
            s21 = s01,
            s30 = s00,
            s31 = s01;
        nint groups = arguments.Groups;
        for (int segment = 0; segment < arguments.SegmentCount; segment++)
        {
            nint offset = arguments.Segments[segment];
            int* y0 = (int*)(x0 + offset),
                y1 = (int*)(x1 + offset),
                y2 = (int*)(x2 + offset),
                y3 = (int*)(x3 + offset);
            for (nint group = 0; group < groups; group++)
            {
                Vector256<sbyte> w0 = Vector256.Load(w).AsSByte(),
                    w1 = Vector256.Load(w + 32).AsSByte();
                w += 64;
                Vector256<byte> x = Avx2.BroadcastScalarToVector256(y0 + group).AsByte();
                s00 = AvxVnni.MultiplyWideningAndAdd(s00, x, w0);
                s01 = AvxVnni.MultiplyWideningAndAdd(s01, x, w1);
                x = Avx2.BroadcastScalarToVector256(y1 + group).AsByte();
                s10 = AvxVnni.MultiplyWideningAndAdd(s10, x, w0);
                s11 = AvxVnni.MultiplyWideningAndAdd(s11, x, w1);
                x = Avx2.BroadcastScalarToVector256(y2 + group).AsByte();
                s20 = AvxVnni.MultiplyWideningAndAdd(s20, x, w0);
                s21 = AvxVnni.MultiplyWideningAndAdd(s21, x, w1);
                x = Avx2.BroadcastScalarToVector256(y3 + group).AsByte();
                s30 = AvxVnni.MultiplyWideningAndAdd(s30, x, w0);
                s31 = AvxVnni.MultiplyWideningAndAdd(s31, x, w1);
            }
        }

        s00.Store(sums);
        s01.Store(sums + 8);
        s10.Store(sums + 16);
        s11.Store(sums + 24);
        s20.Store(sums + 32);
        s21.Store(sums + 40);
        s30.Store(sums + 48);
        s31.Store(sums + 56);
    }
}
