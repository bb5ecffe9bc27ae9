namespace Akida.Simulator.Kernels;

/// <summary>Sums of one or two tensors that are ready to run: problem, factors and maps are settled. All workers share them.</summary>
internal abstract class LoadedElementwise
{
    /// <summary>Computes.</summary>
    public abstract void Run(in ElementwiseOperands operands);
}

/// <summary>What loaded sums compute on: pixels one behind the other.</summary>
internal unsafe struct ElementwiseOperands
{
    /// <summary>The first input.</summary>
    public void* Left;

    /// <summary>The second input, or null.</summary>
    public void* Right;

    /// <summary>The output.</summary>
    public void* Output;

    /// <summary>The number of pixels.</summary>
    public int PixelCount;
}

/// <summary>Sums by a kernel that takes problem and factors as arguments.</summary>
internal sealed unsafe class PlainElementwise(
    ElementwiseKernel kernel,
    ElementwiseProblem problem,
    PinnedBuffer leftFactors,
    PinnedBuffer rightFactors,
    ChannelMaps maps,
    StorageKind output
) : LoadedElementwise
{
    public override void Run(in ElementwiseOperands operands) =>
        kernel.Run(
            new ElementwiseArguments
            {
                Left = operands.Left,
                Right = operands.Right,
                LeftKind = problem.Left,
                RightKind = problem.Right ?? problem.Left,
                LeftFactors = (int*)leftFactors.Pointer,
                RightFactors = (int*)rightFactors.Pointer,
                PixelCount = operands.PixelCount,
                Channels = problem.Channels,
                Map = new ChannelMapPointers(maps),
                Output = operands.Output,
                OutputKind = output,
            }
        );
}
