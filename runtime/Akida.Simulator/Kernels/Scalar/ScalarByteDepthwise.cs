using System.Numerics;

namespace Akida.Simulator.Kernels.Scalar;

/// <summary>Depthwise sums of bytes in plain C#: runs everywhere.</summary>
/// <typeparam name="TInput">How the input is stored.</typeparam>
internal sealed unsafe class ScalarByteDepthwise<TInput>()
    : PackingDepthwiseKernel("scalar", new KernelFormat(1, ScalarFinish.Block, 1, ScalarBytes.KindOf<TInput>(), StorageKind.Int8))
    where TInput : unmanaged, INumberBase<TInput>
{
    public override double? Cost(DepthwiseProblem problem) =>
        Reads(problem) ? KernelCost.Depthwise(problem, Format, Format.GroupWeights) : null;

    public override void Run(in DepthwiseArguments arguments)
    {
        int* sums = stackalloc int[ScalarFinish.Block];
        for (int first = 0; first < arguments.Channels; first += ScalarFinish.Block)
        {
            sbyte* weights = (sbyte*)arguments.Weights + ((long)first * arguments.TapCount);
            int count = Math.Min(ScalarFinish.Block, arguments.Channels - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
            {
                ScalarFinish.Begin(sums, arguments.Map, first);
                TInput* x = (TInput*)arguments.Input + arguments.Pixels[pixel] + first;
                for (int tap = 0; tap < arguments.TapCount; tap++)
                {
                    for (int channel = 0; channel < count; channel++)
                    {
                        int weight = weights[(tap * ScalarFinish.Block) + channel];
                        sums[channel] += int.CreateTruncating(x[arguments.Taps[tap] + channel]) * weight;
                    }
                }

                int at = arguments.OutputPixels[pixel];
                ScalarFinish.Store(sums, arguments.Map, first, count, arguments.Output, at, arguments.OutputKind);
            }
        }
    }
}
