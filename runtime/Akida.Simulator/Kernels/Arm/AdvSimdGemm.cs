using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Akida.Simulator.Kernels.Arm;

/// <summary>The matrix product on 128-bit vectors of 64-bit ARM, two pixels by sixteen filters at a time.</summary>
internal sealed unsafe class AdvSimdGemm<TProduct>() : PackingGemmKernel("neon", TProduct.Format)
    where TProduct : struct, INeonProduct
{
    private const int GroupBytes = sizeof(int);
    private const int BlockBytes = AdvSimdFinish.Block * GroupBytes;

    public override double? Cost(GemmProblem problem) =>
        Reads(problem) && TProduct.Takes(problem) ? KernelCost.Gemm(problem, Format, 4 * TProduct.Instructions) : null;

    public override void Run(in GemmArguments arguments)
    {
        long blockLength = (long)arguments.SegmentCount * arguments.Groups * BlockBytes;
        for (int first = 0; first < arguments.Filters; first += AdvSimdFinish.Block)
        {
            byte* weights = (byte*)arguments.Weights + (first / AdvSimdFinish.Block * blockLength);
            int count = Math.Min(AdvSimdFinish.Block, arguments.Filters - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel += 2)
            {
                TwoPixels(arguments, weights, first, count, pixel, Math.Min(pixel + 1, arguments.PixelCount - 1));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TwoPixels(in GemmArguments arguments, byte* w, int first, int count, int pixel, int other)
    {
        nint size = GroupBytes / TProduct.Format.Values;
        byte* x = (byte*)arguments.Input + (arguments.Pixels[pixel] * size),
            y = (byte*)arguments.Input + (arguments.Pixels[other] * size);
        int* bias = arguments.Map.Bias + first;
        Vector128<int> x0 = Vector128.Load(bias),
            x1 = Vector128.Load(bias + 4);
        Vector128<int> x2 = Vector128.Load(bias + 8),
            x3 = Vector128.Load(bias + 12);
        Vector128<int> y0 = x0,
            y1 = x1,
            y2 = x2,
            y3 = x3;
        for (int segment = 0; segment < arguments.SegmentCount; segment++)
        {
            nint offset = arguments.Segments[segment] * size;
            for (int group = 0; group < arguments.Groups; group++, offset += GroupBytes, w += BlockBytes)
            {
                Vector128<int> a = Vector128.Create(Unsafe.ReadUnaligned<int>(x + offset)),
                    b = Vector128.Create(Unsafe.ReadUnaligned<int>(y + offset));
                Vector128<int> w0 = Vector128.Load((int*)w),
                    w1 = Vector128.Load((int*)w + 4);
                Vector128<int> w2 = Vector128.Load((int*)w + 8),
                    w3 = Vector128.Load((int*)w + 12);
                x0 = TProduct.MultiplyAdd(x0, a, w0);
                x1 = TProduct.MultiplyAdd(x1, a, w1);
                x2 = TProduct.MultiplyAdd(x2, a, w2);
                x3 = TProduct.MultiplyAdd(x3, a, w3);
                y0 = TProduct.MultiplyAdd(y0, b, w0);
                y1 = TProduct.MultiplyAdd(y1, b, w1);
                y2 = TProduct.MultiplyAdd(y2, b, w2);
                y3 = TProduct.MultiplyAdd(y3, b, w3);
            }
        }

        int* to = arguments.OutputPixels;
        AdvSimdFinish.Store(x0, x1, x2, x3, arguments.Map, first, count, arguments.Output, to[pixel], arguments.OutputKind);
        AdvSimdFinish.Store(y0, y1, y2, y3, arguments.Map, first, count, arguments.Output, to[other], arguments.OutputKind);
    }
}
