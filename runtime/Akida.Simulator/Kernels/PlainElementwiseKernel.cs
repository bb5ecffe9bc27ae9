namespace Akida.Simulator.Kernels;

/// <summary>Scales and adds tensors of any sizes, which are its arguments.</summary>
/// <param name="instructions">The instruction set.</param>
internal abstract class PlainElementwiseKernel(string instructions) : ElementwiseKernel(instructions)
{
    /// <inheritdoc/>
    public sealed override LoadedElementwise Load(
        ElementwiseProblem problem,
        PinnedBuffer leftFactors,
        PinnedBuffer rightFactors,
        ChannelMaps maps,
        StorageKind output
    ) => new PlainElementwise(this, problem, leftFactors, rightFactors, maps, output);

    /// <summary>Computes.</summary>
    public abstract void Run(in ElementwiseArguments arguments);
}

/// <summary>Sums by a kernel that takes problem and factors as arguments.</summary>
internal sealed unsafe class PlainElementwise(
    PlainElementwiseKernel kernel,
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
