using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>The matrix product, four pixels by sixteen filters at a time: eight sums stay in registers.</summary>
internal static unsafe class Gemm256<TProduct>
    where TProduct : struct, IPairProduct
{
    private const int Tile = 4;

    public static void Run(in GemmArguments arguments)
    {
        long blockLength = (long)arguments.SegmentCount * arguments.Pairs * GemmArguments.Block * 2;
        for (int first = 0; first < arguments.Filters; first += GemmArguments.Block)
        {
            short* weights = arguments.Weights + (first / GemmArguments.Block * blockLength);
            int pixel = 0;
            for (; pixel + Tile <= arguments.PixelCount; pixel += Tile)
            {
                FourPixels(arguments, weights, first, pixel);
            }

            for (; pixel < arguments.PixelCount; pixel++)
            {
                OnePixel(arguments, weights, first, pixel);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FourPixels(in GemmArguments arguments, short* w, int first, int pixel)
    {
        short* x0 = arguments.Input + arguments.Pixels[pixel], x1 = arguments.Input + arguments.Pixels[pixel + 1];
        short* x2 = arguments.Input + arguments.Pixels[pixel + 2], x3 = arguments.Input + arguments.Pixels[pixel + 3];
        Vector256<int> s00 = Vector256.Load(arguments.Map.Bias + first), s01 = Vector256.Load(arguments.Map.Bias + first + 8);
        Vector256<int> s10 = s00, s11 = s01, s20 = s00, s21 = s01, s30 = s00, s31 = s01;
        int segments = arguments.SegmentCount;
        nint pairs = arguments.Pairs;
        int* offsets = arguments.Segments;
        for (int segment = 0; segment < segments; segment++)
        {
            nint offset = offsets[segment];
            int* y0 = (int*)(x0 + offset), y1 = (int*)(x1 + offset), y2 = (int*)(x2 + offset), y3 = (int*)(x3 + offset);
            for (nint pair = 0; pair < pairs; pair++)
            {
                Vector256<short> w0 = Vector256.Load(w), w1 = Vector256.Load(w + 16);
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

        int count = Math.Min(GemmArguments.Block, arguments.Filters - first);
        int* outputs = arguments.OutputPixels + pixel;
        Finish256.Store(s00, s01, arguments.Map, first, count, arguments.Output, outputs[0] + first, arguments.IsWide);
        Finish256.Store(s10, s11, arguments.Map, first, count, arguments.Output, outputs[1] + first, arguments.IsWide);
        Finish256.Store(s20, s21, arguments.Map, first, count, arguments.Output, outputs[2] + first, arguments.IsWide);
        Finish256.Store(s30, s31, arguments.Map, first, count, arguments.Output, outputs[3] + first, arguments.IsWide);
    }

    /// <summary>One pixel; even and odd pairs have sums of their own so that additions need not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OnePixel(in GemmArguments arguments, short* w, int first, int pixel)
    {
        short* row = arguments.Input + arguments.Pixels[pixel];
        Vector256<int> s0 = Vector256.Load(arguments.Map.Bias + first), s1 = Vector256.Load(arguments.Map.Bias + first + 8);
        Vector256<int> t0 = Vector256<int>.Zero, t1 = Vector256<int>.Zero;
        for (int segment = 0; segment < arguments.SegmentCount; segment++)
        {
            int* y = (int*)(row + arguments.Segments[segment]);
            nint pairs = arguments.Pairs, pair = 0;
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

        int count = Math.Min(GemmArguments.Block, arguments.Filters - first);
        Finish256.Store(
            Avx2.Add(s0, t0), Avx2.Add(s1, t1), arguments.Map, first, count, arguments.Output, arguments.OutputPixels[pixel] + first, arguments.IsWide);
    }
}
