namespace Akida.Simulator.Kernels.Scalar;

/// <summary>Depthwise sums in plain C#: runs everywhere.</summary>
internal sealed unsafe class ScalarDepthwise()
    : PackingDepthwiseKernel("scalar", new KernelFormat(1, ScalarFinish.Block, 2, StorageKind.Int16, StorageKind.Int16))
{
    public override double? Cost(DepthwiseProblem problem) =>
        Reads(problem) ? KernelCost.Depthwise(problem, Format, Format.GroupWeights) : null;

    public override void Run(in DepthwiseArguments arguments)
    {
        int* sums = stackalloc int[ScalarFinish.Block];
        for (int first = 0; first < arguments.Channels; first += ScalarFinish.Block)
        {
            short* weights = (short*)arguments.Weights + ((long)first * arguments.TapPairs * 2);
            int count = Math.Min(ScalarFinish.Block, arguments.Channels - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
            {
                ScalarFinish.Begin(sums, arguments.Map, first);
                short* x = (short*)arguments.Input + arguments.Pixels[pixel] + first;
                short* w = weights;
                for (int pair = 0; pair < arguments.TapPairs; pair++)
                {
                    int even = arguments.Taps[2 * pair],
                        odd = arguments.Taps[(2 * pair) + 1];
                    for (int channel = 0; channel < ScalarFinish.Block; channel++, w += 2)
                    {
                        if (channel < count)
                        {
                            sums[channel] += (x[even + channel] * w[0]) + (x[odd + channel] * w[1]);
                        }
                    }
                }

                int at = arguments.OutputPixels[pixel];
                ScalarFinish.Store(sums, arguments.Map, first, count, arguments.Output, at, arguments.OutputKind);
            }
        }
    }
}
