using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>The matrix product, four pixels by sixteen filters at a time: eight sums stay in registers.</summary>
/// <param name="instructions">The instruction set.</param>
internal sealed unsafe class Gemm256<TProduct>(string instructions)
    : PackingGemmKernel(instructions, new KernelFormat(Tile, Finish256.Filters, 2, StorageKind.Int16, StorageKind.Int16))
    where TProduct : struct, IPairProduct
{
    private const int Tile = 4;

    public override double? Cost(GemmProblem problem) =>
        Reads(problem) ? KernelCost.Gemm(problem, Format, 2 * TProduct.Instructions) : null;

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
        short* weights = (short*)arguments.Weights + ((long)first * arguments.SegmentCount * arguments.Groups * 2);
        int count = Math.Min(Finish256.Filters, arguments.Filters - first);
        for (; pixel + Tile <= end; pixel += Tile)
        {
            FourPixels(arguments, weights, arguments.Map.Bias + first, pixel, sums);
            Finish256.StoreTile(
                sums,
                Tile,
                arguments.Map,
                first,
                count,
                arguments.Output,
                arguments.OutputPixels + pixel,
                arguments.OutputKind
            );
        }

        for (; pixel < end; pixel++)
        {
            OnePixel(arguments, weights, arguments.Map.Bias + first, pixel, sums);
            Finish256.StoreTile(
                sums,
                1,
                arguments.Map,
                first,
                count,
                arguments.Output,
                arguments.OutputPixels + pixel,
                arguments.OutputKind
            );
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourPixels(in GemmArguments arguments, short* w, int* bias, int pixel, int* sums)
    {
        short* input = (short*)arguments.Input,
            x0 = input + arguments.Pixels[pixel],
            x1 = input + arguments.Pixels[pixel + 1];
        short* x2 = input + arguments.Pixels[pixel + 2],
            x3 = input + arguments.Pixels[pixel + 3];
        Vector256<int> s00 = Vector256.Load(bias),
            s01 = Vector256.Load(bias + 8);
        Vector256<int> s10 = s00,
            s11 = s01,
            s20 = s00,
            s21 = s01,
            s30 = s00,
            s31 = s01;
        int segments = arguments.SegmentCount;
        nint pairs = arguments.Groups;
        int* offsets = arguments.Segments;
        for (int segment = 0; segment < segments; segment++)
        {
            nint offset = offsets[segment];
            int* y0 = (int*)(x0 + offset),
                y1 = (int*)(x1 + offset),
                y2 = (int*)(x2 + offset),
                y3 = (int*)(x3 + offset);
            for (nint pair = 0; pair < pairs; pair++)
            {
                Vector256<short> w0 = Vector256.Load(w),
                    w1 = Vector256.Load(w + 16);
                w += 32;
                Vector256<short> x = Avx2.BroadcastScalarToVector256(y0 + pair).AsInt16();
                s00 = TProduct.MultiplyAdd(s00, x, w0);
                s01 = TProduct.MultiplyAdd(s01, x, w1);
                x = Avx2.BroadcastScalarToVector256(y1 + pair).AsInt16();
                s10 = TProduct.MultiplyAdd(s10, x, w0);
                s11 = TProduct.MultiplyAdd(s11, x, w1);
                x = Avx2.BroadcastScalarToVector256(y2 + pair).AsInt16();
                s20 = TProduct.MultiplyAdd(s20, x, w0);
                s21 = TProduct.MultiplyAdd(s21, x, w1);
                x = Avx2.BroadcastScalarToVector256(y3 + pair).AsInt16();
                s30 = TProduct.MultiplyAdd(s30, x, w0);
                s31 = TProduct.MultiplyAdd(s31, x, w1);
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

    /// <summary>One pixel; even and odd pairs have sums of their own so that additions need not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OnePixel(in GemmArguments arguments, short* w, int* bias, int pixel, int* sums)
    {
        short* row = (short*)arguments.Input + arguments.Pixels[pixel];
        Vector256<int> s0 = Vector256.Load(bias),
            s1 = Vector256.Load(bias + 8);
        Vector256<int> t0 = Vector256<int>.Zero,
            t1 = Vector256<int>.Zero;
        nint pairs = arguments.Groups;
        for (int segment = 0; segment < arguments.SegmentCount; segment++)
        {
            int* y = (int*)(row + arguments.Segments[segment]);
            nint pair = 0;
            for (; pair + 2 <= pairs; pair += 2)
            {
                Vector256<short> x = Avx2.BroadcastScalarToVector256(y + pair).AsInt16();
                s0 = TProduct.MultiplyAdd(s0, x, Vector256.Load(w));
                s1 = TProduct.MultiplyAdd(s1, x, Vector256.Load(w + 16));
                x = Avx2.BroadcastScalarToVector256(y + pair + 1).AsInt16();
                t0 = TProduct.MultiplyAdd(t0, x, Vector256.Load(w + 32));
                t1 = TProduct.MultiplyAdd(t1, x, Vector256.Load(w + 48));
                w += 64;
            }

            if (pair < pairs)
            {
                Vector256<short> x = Avx2.BroadcastScalarToVector256(y + pair).AsInt16();
                s0 = TProduct.MultiplyAdd(s0, x, Vector256.Load(w));
                s1 = TProduct.MultiplyAdd(s1, x, Vector256.Load(w + 16));
                w += 32;
            }
        }

        Avx2.Add(s0, t0).Store(sums);
        Avx2.Add(s1, t1).Store(sums + 8);
    }
}
