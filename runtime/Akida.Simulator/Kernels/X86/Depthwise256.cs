using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>Depthwise sums, sixteen channels at a time: two taps are interleaved so that a pair product takes both.</summary>
internal static unsafe class Depthwise256<TProduct>
    where TProduct : struct, IPairProduct
{
    private const byte LowHalves = 0x20;
    private const byte HighHalves = 0x31;

    public static void Run(in DepthwiseArguments arguments)
    {
        for (int first = 0; first < arguments.Channels; first += DepthwiseArguments.Block)
        {
            short* weights = arguments.Weights + ((long)first * arguments.TapPairs * 2);
            int count = Math.Min(DepthwiseArguments.Block, arguments.Channels - first);
            int pixel = 0;
            for (; pixel + 2 <= arguments.PixelCount; pixel += 2)
            {
                TwoPixels(arguments, weights, first, count, pixel, pixel + 1);
            }

            if (pixel < arguments.PixelCount)
            {
                TwoPixels(arguments, weights, first, count, pixel, pixel);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TwoPixels(in DepthwiseArguments arguments, short* weights, int first, int count, int pixel, int other)
    {
        short* x = arguments.Input + arguments.Pixels[pixel] + first, y = arguments.Input + arguments.Pixels[other] + first;

        // Interleaving two vectors gives channels 0-3 and 8-11, then 4-7 and 12-15.
        Vector256<int> x0 = Vector256<int>.Zero, x1 = x0, y0 = x0, y1 = x0;
        int* taps = arguments.Taps;
        int pairs = arguments.TapPairs;
        for (int pair = 0; pair < pairs; pair++)
        {
            nint even = taps[2 * pair], odd = taps[(2 * pair) + 1];
            Vector256<short> w0 = Vector256.Load(weights), w1 = Vector256.Load(weights + 16);
            Vector256<short> wLow = Avx2.Permute2x128(w0, w1, LowHalves), wHigh = Avx2.Permute2x128(w0, w1, HighHalves);
            weights += 32;
            Vector256<short> a = Vector256.Load(x + even), b = Vector256.Load(x + odd);
            x0 = TProduct.MultiplyAdd(x0, Avx2.UnpackLow(a, b), wLow);
            x1 = TProduct.MultiplyAdd(x1, Avx2.UnpackHigh(a, b), wHigh);
            a = Vector256.Load(y + even);
            b = Vector256.Load(y + odd);
            y0 = TProduct.MultiplyAdd(y0, Avx2.UnpackLow(a, b), wLow);
            y1 = TProduct.MultiplyAdd(y1, Avx2.UnpackHigh(a, b), wHigh);
        }

        Store(arguments, x0, x1, first, count, arguments.OutputPixels[pixel]);
        Store(arguments, y0, y1, first, count, arguments.OutputPixels[other]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in DepthwiseArguments arguments, Vector256<int> low, Vector256<int> high, int first, int count, int output)
    {
        Vector256<int> bias0 = Vector256.Load(arguments.Map.Bias + first), bias1 = Vector256.Load(arguments.Map.Bias + first + 8);
        Finish256.Store(
            Avx2.Add(Avx2.Permute2x128(low, high, LowHalves), bias0),
            Avx2.Add(Avx2.Permute2x128(low, high, HighHalves), bias1),
            arguments.Map,
            first,
            count,
            arguments.Output,
            output + first,
            arguments.IsWide);
    }
}
