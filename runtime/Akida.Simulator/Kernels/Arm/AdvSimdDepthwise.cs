using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Akida.Simulator.Kernels.Arm;

/// <summary>Depthwise sums on 128-bit vectors of 64-bit ARM.</summary>
internal sealed unsafe class AdvSimdDepthwise()
    : PackingDepthwiseKernel("neon", new KernelFormat(1, AdvSimdFinish.Block, 2, StorageKind.Int16, StorageKind.Int16))
{
    public override double? Cost(DepthwiseProblem problem) =>
        Reads(problem) ? KernelCost.Depthwise(problem, Format, 4 * (1 + AdvSimdFinish.MultiplyAddInstructions)) : null;

    public override void Run(in DepthwiseArguments arguments)
    {
        for (int first = 0; first < arguments.Channels; first += AdvSimdFinish.Block)
        {
            short* weights = (short*)arguments.Weights + ((long)first * arguments.TapPairs * 2);
            int count = Math.Min(AdvSimdFinish.Block, arguments.Channels - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
            {
                DepthwisePixel(arguments, weights, first, count, pixel);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DepthwisePixel(in DepthwiseArguments arguments, short* w, int first, int count, int pixel)
    {
        short* x = (short*)arguments.Input + arguments.Pixels[pixel] + first;
        int* bias = arguments.Map.Bias + first;
        Vector128<int> s0 = Vector128.Load(bias),
            s1 = Vector128.Load(bias + 4);
        Vector128<int> s2 = Vector128.Load(bias + 8),
            s3 = Vector128.Load(bias + 12);
        for (int pair = 0; pair < arguments.TapPairs; pair++)
        {
            nint even = arguments.Taps[2 * pair],
                odd = arguments.Taps[(2 * pair) + 1];
            Vector128<short> a = Vector128.Load(x + even),
                b = Vector128.Load(x + odd);
            s0 = AdvSimdFinish.MultiplyAdd(s0, AdvSimd.Arm64.ZipLow(a, b), Vector128.Load(w));
            s1 = AdvSimdFinish.MultiplyAdd(s1, AdvSimd.Arm64.ZipHigh(a, b), Vector128.Load(w + 8));
            a = Vector128.Load(x + even + 8);
            b = Vector128.Load(x + odd + 8);
            s2 = AdvSimdFinish.MultiplyAdd(s2, AdvSimd.Arm64.ZipLow(a, b), Vector128.Load(w + 16));
            s3 = AdvSimdFinish.MultiplyAdd(s3, AdvSimd.Arm64.ZipHigh(a, b), Vector128.Load(w + 24));
            w += 32;
        }

        int at = arguments.OutputPixels[pixel];
        AdvSimdFinish.Store(s0, s1, s2, s3, arguments.Map, first, count, arguments.Output, at, arguments.OutputKind);
    }
}
