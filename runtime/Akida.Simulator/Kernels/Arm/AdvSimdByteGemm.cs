using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Akida.Simulator.Kernels.Arm;

/// <summary>The matrix product of bytes with the dot product instruction of 64-bit ARM, which takes signed bytes.</summary>
internal sealed unsafe class AdvSimdByteGemm()
    : PackingGemmKernel("neon", new KernelFormat(2, AdvSimdFinish.Block, Values, StorageKind.UInt8, StorageKind.Int8))
{
    private const int Values = 4;

    public override double? Cost(GemmProblem problem) =>
        Dp.IsSupported && Reads(problem) && problem.InputBound <= sbyte.MaxValue ? KernelCost.Gemm(problem, Format, 4) : null;

    public override void Run(in GemmArguments arguments)
    {
        long blockLength = (long)arguments.SegmentCount * arguments.Groups * AdvSimdFinish.Block * Values;
        for (int first = 0; first < arguments.Filters; first += AdvSimdFinish.Block)
        {
            sbyte* weights = (sbyte*)arguments.Weights + (first / AdvSimdFinish.Block * blockLength);
            int count = Math.Min(AdvSimdFinish.Block, arguments.Filters - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel += 2)
            {
                TwoPixelsOfBytes(arguments, weights, first, count, pixel, Math.Min(pixel + 1, arguments.PixelCount - 1));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TwoPixelsOfBytes(in GemmArguments arguments, sbyte* w, int first, int count, int pixel, int other)
    {
        byte* x = (byte*)arguments.Input + arguments.Pixels[pixel],
            y = (byte*)arguments.Input + arguments.Pixels[other];
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
            nint offset = arguments.Segments[segment];
            for (int quad = 0; quad < arguments.Groups; quad++, offset += Values)
            {
                Vector128<sbyte> a = Vector128.Create(Unsafe.ReadUnaligned<int>(x + offset)).AsSByte();
                Vector128<sbyte> b = Vector128.Create(Unsafe.ReadUnaligned<int>(y + offset)).AsSByte();
                Vector128<sbyte> w0 = Vector128.Load(w),
                    w1 = Vector128.Load(w + 16);
                Vector128<sbyte> w2 = Vector128.Load(w + 32),
                    w3 = Vector128.Load(w + 48);
                w += 64;
                x0 = Dp.DotProduct(x0, a, w0);
                x1 = Dp.DotProduct(x1, a, w1);
                x2 = Dp.DotProduct(x2, a, w2);
                x3 = Dp.DotProduct(x3, a, w3);
                y0 = Dp.DotProduct(y0, b, w0);
                y1 = Dp.DotProduct(y1, b, w1);
                y2 = Dp.DotProduct(y2, b, w2);
                y3 = Dp.DotProduct(y3, b, w3);
            }
        }

        int* to = arguments.OutputPixels;
        AdvSimdFinish.Store(x0, x1, x2, x3, arguments.Map, first, count, arguments.Output, to[pixel], arguments.OutputKind);
        AdvSimdFinish.Store(y0, y1, y2, y3, arguments.Map, first, count, arguments.Output, to[other], arguments.OutputKind);
    }
}
