using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Akida.Simulator.Kernels.Scalar;

namespace Akida.Simulator.Kernels.X86;

/// <summary>Sums of one or two tensors, sixteen channels at a time.</summary>
internal sealed unsafe class Elementwise256() : PlainElementwiseKernel("avx2")
{
    public override double? Cost(ElementwiseProblem problem) => KernelCost.Elementwise(problem, 8);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in ElementwiseArguments arguments)
    {
        int* sums = stackalloc int[Finish256.Filters];
        int whole = arguments.Channels / Finish256.Filters * Finish256.Filters;
        for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
        {
            int output = pixel * arguments.Channels;
            for (int channel = 0; channel < whole; channel += Finish256.Filters)
            {
                Sum(arguments, output + channel, channel).Store(sums);
                Sum(arguments, output + channel + 8, channel + 8).Store(sums + 8);
                Finish256.StoreTile(sums, 1, arguments.Map, channel, Finish256.Filters, arguments.Output, &output, arguments.OutputKind);
            }
        }

        ScalarElementwise.Tail(arguments, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sum(in ElementwiseArguments arguments, int index, int channel)
    {
        Vector256<int> sum = Avx2.Add(
            Vector256.Load(arguments.Map.Bias + channel),
            Avx2.MultiplyLow(Load(arguments.Left, arguments.LeftKind, index), Vector256.Load(arguments.LeftFactors + channel))
        );
        return arguments.Right is null
            ? sum
            : Avx2.Add(
                sum,
                Avx2.MultiplyLow(Load(arguments.Right, arguments.RightKind, index), Vector256.Load(arguments.RightFactors + channel))
            );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(void* input, StorageKind kind, int index) =>
        kind switch
        {
            StorageKind.UInt8 => Avx2.ConvertToVector256Int32((byte*)input + index),
            StorageKind.Int8 => Avx2.ConvertToVector256Int32((sbyte*)input + index),
            StorageKind.Int16 => Avx2.ConvertToVector256Int32((short*)input + index),
            _ => Vector256.Load((int*)input + index),
        };
}
