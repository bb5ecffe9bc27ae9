namespace Akida.Simulator.Kernels.Scalar;

/// <summary>The matrix product of unsigned bytes and signed bytes in plain C#: runs everywhere.</summary>
internal sealed unsafe class ScalarByteGemm()
    : GemmKernel("scalar", new KernelFormat(1, ScalarFinish.Block, Values, StorageKind.UInt8, StorageKind.Int8))
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
                    byte* x = (byte*)arguments.Input + arguments.Pixels[pixel] + arguments.Segments[segment];
                    for (int quad = 0; quad < arguments.Groups; quad++, x += Values)
                    {
                        for (int filter = 0; filter < ScalarFinish.Block; filter++, w += Values)
                        {
                            sums[filter] += (x[0] * w[0]) + (x[1] * w[1]) + (x[2] * w[2]) + (x[3] * w[3]);
                        }
                    }
                }

                int at = arguments.OutputPixels[pixel];
                ScalarFinish.Store(sums, arguments.Map, first, count, arguments.Output, at, arguments.OutputKind);
            }
        }
    }
}
