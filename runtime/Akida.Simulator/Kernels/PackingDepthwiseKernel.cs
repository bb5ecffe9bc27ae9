namespace Akida.Simulator.Kernels;

/// <summary>
/// Computes depthwise sums of any sizes that it takes: they are its arguments, as are weights in the order of its format.
/// </summary>
/// <param name="instructions">The instruction set, or whatever tells it from others of its format.</param>
/// <param name="format">How it reads.</param>
internal abstract class PackingDepthwiseKernel(string instructions, KernelFormat format) : DepthwiseKernel(instructions, format)
{
    /// <inheritdoc/>
    /// <remarks>Weights are packed as if taps were the values of a segment.</remarks>
    public sealed override LoadedDepthwise Load(DepthwiseProblem problem, ReadOnlySpan<int> weights, ChannelMaps maps, StorageKind output)
    {
        PinnedBuffer packed = WeightPacking.Pack(Format, 1, problem.Taps, problem.Channels, weights);
        return new PackedDepthwise(this, problem, packed, maps, output);
    }

    /// <summary>Computes.</summary>
    public abstract void Run(in DepthwiseArguments arguments);
}

/// <summary>Depthwise sums by a kernel that takes problem and weights as arguments.</summary>
internal sealed unsafe class PackedDepthwise(
    PackingDepthwiseKernel kernel,
    DepthwiseProblem problem,
    PinnedBuffer weights,
    ChannelMaps maps,
    StorageKind output
) : LoadedDepthwise
{
    public override void Run(in DepthwiseOperands operands) =>
        kernel.Run(
            new DepthwiseArguments
            {
                Input = operands.Input,
                Pixels = operands.Pixels,
                OutputPixels = operands.OutputPixels,
                PixelCount = problem.Pixels,
                Taps = operands.Taps,
                TapCount = problem.Taps,
                Weights = weights.Pointer,
                Channels = problem.Channels,
                Map = new ChannelMapPointers(maps),
                Output = operands.Output,
                OutputKind = output,
            }
        );
}
