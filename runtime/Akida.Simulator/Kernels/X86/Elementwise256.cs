using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Akida.Simulator.Kernels.Scalar;

namespace Akida.Simulator.Kernels.X86;

/// <summary>Sums of one or two tensors, sixteen channels at a time.</summary>
internal static unsafe class Elementwise256
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ElementwiseArguments arguments)
    {
        int* sums = stackalloc int[GemmArguments.Block];
        int whole = arguments.Channels / GemmArguments.Block * GemmArguments.Block;
        for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
        {
            int output = pixel * arguments.Channels;
            for (int channel = 0; channel < whole; channel += GemmArguments.Block)
            {
                Sum(arguments, output + channel, channel).Store(sums);
                Sum(arguments, output + channel + 8, channel + 8).Store(sums + 8);
                Finish256.StoreTile(sums, 1, arguments.Map, channel, GemmArguments.Block, arguments.Output, &output, arguments.OutputKind);
            }
        }

        ScalarKernels.ElementwiseTail(arguments, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sum(in ElementwiseArguments arguments, int index, int channel)
    {
        Vector256<int> sum = Avx2.Add(
            Vector256.Load(arguments.Map.Bias + channel),
            Avx2.MultiplyLow(Load(arguments.Left, arguments.IsInputWide, index), Vector256.Load(arguments.LeftFactors + channel)));
        return arguments.Right is null
            ? sum
            : Avx2.Add(sum, Avx2.MultiplyLow(Load(arguments.Right, arguments.IsInputWide, index), Vector256.Load(arguments.RightFactors + channel)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(void* input, bool isWide, int index) =>
        isWide ? Vector256.Load((int*)input + index) : Avx2.ConvertToVector256Int32((short*)input + index);
}
