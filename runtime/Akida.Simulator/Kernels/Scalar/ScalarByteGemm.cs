using System.Numerics;

namespace Akida.Simulator.Kernels.Scalar;

/// <summary>The matrix product of bytes and signed bytes in plain C#: runs everywhere.</summary>
/// <typeparam name="TInput">How the input is stored.</typeparam>
internal sealed unsafe class ScalarByteGemm<TInput>()
    : PackingGemmKernel("scalar", new KernelFormat(1, ScalarFinish.Block, Values, ScalarBytes.KindOf<TInput>(), StorageKind.Int8))
    where TInput : unmanaged, INumberBase<TInput>
{
    private const int Values = 4;

    public override double? Cost(GemmProblem problem) => Reads(problem) ? KernelCost.Gemm(problem, Format, Format.GroupWeights) : null;

    public override void Run(in GemmArguments arguments)
    {
        int* sums = stackalloc int[ScalarFinish.Block];
        long blockLength = (long)arguments.SegmentCount * arguments.Groups * ScalarFinish.Block * Values;
        for (int first = 0; first < arguments.Filters; first += ScalarFinish.Block)
        {
            sbyte* weights = (sbyte*)arguments.Weights + (first / ScalarFinish.Block * blockLength);
            int count = Math.Min(ScalarFinish.Block, arguments.Filters - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
            {
                ScalarFinish.Begin(sums, arguments.Map, first);
                sbyte* w = weights;
                for (int segment = 0; segment < arguments.SegmentCount; segment++)
                {
                    TInput* x = (TInput*)arguments.Input + arguments.Pixels[pixel] + arguments.Segments[segment];
                    for (int quad = 0; quad < arguments.Groups; quad++, x += Values)
                    {
                        for (int filter = 0; filter < ScalarFinish.Block; filter++, w += Values)
                        {
                            for (int value = 0; value < Values; value++)
                            {
                                sums[filter] += int.CreateTruncating(x[value]) * w[value];
                            }
                        }
                    }
                }

                int at = arguments.OutputPixels[pixel];
                ScalarFinish.Store(sums, arguments.Map, first, count, arguments.Output, at, arguments.OutputKind);
            }
        }
    }
}
