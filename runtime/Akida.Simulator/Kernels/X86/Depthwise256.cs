using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>Depthwise sums, two pixels by sixteen channels at a time: two taps are interleaved so that a pair product takes both.</summary>
/// <param name="instructions">The instruction set.</param>
internal sealed unsafe class Depthwise256<TProduct>(string instructions)
    : PackingDepthwiseKernel(instructions, new KernelFormat(Tile, Finish256.Filters, 2, StorageKind.Int16, StorageKind.Int16))
    where TProduct : struct, IPairProduct
{
    private const int Tile = 2;
    private const byte LowHalves = 0x20;
    private const byte HighHalves = 0x31;

    public override double? Cost(DepthwiseProblem problem) =>
        Reads(problem) ? KernelCost.Depthwise(problem, Format, 2 + (2 * TProduct.Instructions)) : null;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in DepthwiseArguments arguments)
    {
        int* sums = stackalloc int[Tile * Finish256.Filters];
        for (int first = 0; first < arguments.Channels; first += Finish256.Filters)
        {
            short* input = (short*)arguments.Input + first,
                weights = (short*)arguments.Weights + ((long)first * arguments.TapPairs * 2);
            int count = Math.Min(Finish256.Filters, arguments.Channels - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel += Tile)
            {
                int pixels = Math.Min(Tile, arguments.PixelCount - pixel);
                short* x = input + arguments.Pixels[pixel],
                    y = input + arguments.Pixels[pixel + pixels - 1];
                TwoPixels(arguments, weights, arguments.Map.Bias + first, x, y, sums);
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
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoPixels(in DepthwiseArguments arguments, short* weights, int* bias, short* x, short* y, int* sums)
    {
        // Interleaving two vectors gives channels 0-3 and 8-11, then 4-7 and 12-15.
        Vector256<int> x0 = Vector256<int>.Zero,
            x1 = x0,
            y0 = x0,
            y1 = x0;
        int* taps = arguments.Taps;
        int pairs = arguments.TapPairs;
        for (int pair = 0; pair < pairs; pair++)
        {
            nint even = taps[2 * pair],
                odd = taps[(2 * pair) + 1];
            Vector256<short> w0 = Vector256.Load(weights),
                w1 = Vector256.Load(weights + 16);
            Vector256<short> wLow = Avx2.Permute2x128(w0, w1, LowHalves),
                wHigh = Avx2.Permute2x128(w0, w1, HighHalves);
            weights += 32;
            Vector256<short> a = Vector256.Load(x + even),
                b = Vector256.Load(x + odd);
            x0 = TProduct.MultiplyAdd(x0, Avx2.UnpackLow(a, b), wLow);
            x1 = TProduct.MultiplyAdd(x1, Avx2.UnpackHigh(a, b), wHigh);
            a = Vector256.Load(y + even);
            b = Vector256.Load(y + odd);
            y0 = TProduct.MultiplyAdd(y0, Avx2.UnpackLow(a, b), wLow);
            y1 = TProduct.MultiplyAdd(y1, Avx2.UnpackHigh(a, b), wHigh);
        }

        Vector256<int> bias0 = Vector256.Load(bias),
            bias1 = Vector256.Load(bias + 8);
        Avx2.Add(Avx2.Permute2x128(x0, x1, LowHalves), bias0).Store(sums);
        Avx2.Add(Avx2.Permute2x128(x0, x1, HighHalves), bias1).Store(sums + 8);
        Avx2.Add(Avx2.Permute2x128(y0, y1, LowHalves), bias0).Store(sums + 16);
        Avx2.Add(Avx2.Permute2x128(y0, y1, HighHalves), bias1).Store(sums + 24);
    }
}
