namespace Akida.Simulator.Kernels.Scalar;

/// <summary>Sums of one or two tensors in plain C#: runs everywhere.</summary>
internal sealed unsafe class ScalarElementwise() : PlainElementwiseKernel("scalar")
{
    public override double? Cost(ElementwiseProblem problem) => KernelCost.Elementwise(problem, 1);

    public override void Run(in ElementwiseArguments arguments) => Tail(arguments, 0);

    /// <summary>The channels from <paramref name="first"/> on, for kernels whose vectors end before the last channel.</summary>
    internal static void Tail(in ElementwiseArguments arguments, int first)
    {
        for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
        {
            int start = pixel * arguments.Channels;
            for (int channel = first; channel < arguments.Channels; channel++)
            {
                int sum =
                    arguments.Map.Bias[channel]
                    + (Load(arguments.Left, arguments.LeftKind, start + channel) * arguments.LeftFactors[channel]);
                if (arguments.Right is not null)
                {
                    sum += Load(arguments.Right, arguments.RightKind, start + channel) * arguments.RightFactors[channel];
                }

                ScalarFinish.Store(arguments.Map.Apply(sum, channel), arguments.Output, start + channel, arguments.OutputKind);
            }
        }
    }

    private static int Load(void* input, StorageKind kind, int index) =>
        kind switch
        {
            StorageKind.UInt8 => ((byte*)input)[index],
            StorageKind.Int8 => ((sbyte*)input)[index],
            StorageKind.Int16 => ((short*)input)[index],
            _ => ((int*)input)[index],
        };
}
