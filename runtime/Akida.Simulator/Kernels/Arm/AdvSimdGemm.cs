using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Akida.Simulator.Kernels.Arm;

/// <summary>The matrix product of 16-bit integers on 128-bit vectors of 64-bit ARM.</summary>
internal sealed unsafe class AdvSimdGemm()
    : PackingGemmKernel("neon", new KernelFormat(2, AdvSimdFinish.Block, 2, StorageKind.Int16, StorageKind.Int16))
{
    public override double? Cost(GemmProblem problem) =>
        Reads(problem) ? KernelCost.Gemm(problem, Format, 4 * AdvSimdFinish.MultiplyAddInstructions) : null;

    public override void Run(in GemmArguments arguments)
    {
        long blockLength = (long)arguments.SegmentCount * arguments.Groups * AdvSimdFinish.Block * 2;
        for (int first = 0; first < arguments.Filters; first += AdvSimdFinish.Block)
        {
            short* weights = (short*)arguments.Weights + (first / AdvSimdFinish.Block * blockLength);
            int count = Math.Min(AdvSimdFinish.Block, arguments.Filters - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel += 2)
            {
                TwoPixels(arguments, weights, first, count, pixel, Math.Min(pixel + 1, arguments.PixelCount - 1));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TwoPixels(in GemmArguments arguments, short* w, int first, int count, int pixel, int other)
    {
        short* x = (short*)arguments.Input + arguments.Pixels[pixel],
            y = (short*)arguments.Input + arguments.Pixels[other];
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
            for (int pair = 0; pair < arguments.Groups; pair++, offset += 2)
            {
                Vector128<short> a = Vector128.Create(Unsafe.ReadUnaligned<int>(x + offset)).AsInt16();
                Vector128<short> b = Vector128.Create(Unsafe.ReadUnaligned<int>(y + offset)).AsInt16();
                Vector128<short> w0 = Vector128.Load(w),
                    w1 = Vector128.Load(w + 8);
                Vector128<short> w2 = Vector128.Load(w + 16),
                    w3 = Vector128.Load(w + 24);
                w += 32;
                x0 = AdvSimdFinish.MultiplyAdd(x0, a, w0);
                x1 = AdvSimdFinish.MultiplyAdd(x1, a, w1);
                x2 = AdvSimdFinish.MultiplyAdd(x2, a, w2);
                x3 = AdvSimdFinish.MultiplyAdd(x3, a, w3);
                y0 = AdvSimdFinish.MultiplyAdd(y0, b, w0);
                y1 = AdvSimdFinish.MultiplyAdd(y1, b, w1);
                y2 = AdvSimdFinish.MultiplyAdd(y2, b, w2);
                y3 = AdvSimdFinish.MultiplyAdd(y3, b, w3);
            }
        }

        int* to = arguments.OutputPixels;
        AdvSimdFinish.Store(x0, x1, x2, x3, arguments.Map, first, count, arguments.Output, to[pixel], arguments.OutputKind);
        AdvSimdFinish.Store(y0, y1, y2, y3, arguments.Map, first, count, arguments.Output, to[other], arguments.OutputKind);
    }
}
