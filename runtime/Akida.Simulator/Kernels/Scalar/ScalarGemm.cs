namespace Akida.Simulator.Kernels.Scalar;

/// <summary>The matrix product of 16-bit integers in plain C#: runs everywhere.</summary>
internal sealed unsafe class ScalarGemm()
    : PackingGemmKernel("scalar", new KernelFormat(1, ScalarFinish.Block, 2, StorageKind.Int16, StorageKind.Int16))
{
    public override double? Cost(GemmProblem problem) => Reads(problem) ? KernelCost.Gemm(problem, Format, Format.GroupWeights) : null;

    public override void Run(in GemmArguments arguments)
    {
        int* sums = stackalloc int[ScalarFinish.Block];
        int blockLength = arguments.SegmentCount * arguments.Groups * ScalarFinish.Block * 2;
        for (int first = 0; first < arguments.Filters; first += ScalarFinish.Block)
        {
            short* weights = (short*)arguments.Weights + ((long)first / ScalarFinish.Block * blockLength);
            int count = Math.Min(ScalarFinish.Block, arguments.Filters - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
            {
                ScalarFinish.Begin(sums, arguments.Map, first);
                short* w = weights;
                for (int segment = 0; segment < arguments.SegmentCount; segment++)
                {
                    short* x = (short*)arguments.Input + arguments.Pixels[pixel] + arguments.Segments[segment];
                    for (int pair = 0; pair < arguments.Groups; pair++, x += 2)
                    {
                        for (int filter = 0; filter < ScalarFinish.Block; filter++, w += 2)
                        {
                            sums[filter] += (x[0] * w[0]) + (x[1] * w[1]);
                        }
                    }
                }

                int at = arguments.OutputPixels[pixel];
                ScalarFinish.Store(sums, arguments.Map, first, count, arguments.Output, at, arguments.OutputKind);
            }
        }
    }
}
