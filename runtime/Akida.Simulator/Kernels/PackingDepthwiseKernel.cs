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
    public sealed override LoadedDepthwise Load(DepthwiseProblem problem, ReadOnlySpan<short> weights, ChannelMaps maps, StorageKind output)
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
    private readonly long blockBytes = kernel.Format.BlockWeights(1, problem.Taps) * kernel.Format.Weights.Size();

    private readonly WorkGrid grid = WorkGrid.OfSums(
        (problem.Pixels + kernel.Format.Pixels - 1) / kernel.Format.Pixels,
        kernel.Format.Blocks(problem.Channels)
    );

    public override int Units => grid.Units;

    public override void Run(in DepthwiseOperands operands, int first, int end)
    {
        while (first < end)
        {
            Run(operands, grid.Next(ref first, end));
        }
    }

    /// <summary>Runs the kernel as if there were no other pixels and channels.</summary>
    private void Run(in DepthwiseOperands operands, WorkRectangle part)
    {
        int pixel = part.FirstStrip * kernel.Format.Pixels,
            channel = part.FirstBlock * kernel.Format.Filters;
        kernel.Run(
            new DepthwiseArguments
            {
                Input = (byte*)operands.Input + ((long)channel * problem.Input.Size()),
                Pixels = operands.Pixels + pixel,
                OutputPixels = operands.OutputPixels + pixel,
                PixelCount = Math.Min(part.StripEnd * kernel.Format.Pixels, problem.Pixels) - pixel,
                Taps = operands.Taps,
                TapCount = problem.Taps,
                Weights = weights.Pointer + (part.FirstBlock * blockBytes),
                Channels = Math.Min(part.BlockEnd * kernel.Format.Filters, problem.Channels) - channel,
                Map = new ChannelMapPointers(maps, channel),
                Output = (byte*)operands.Output + ((long)channel * output.Size()),
                OutputKind = output,
            }
        );
    }
}
