namespace Akida.Simulator.Kernels;

/// <summary>
/// Computes matrix products of any sizes that it takes: they are its arguments, as are weights in the order of its format.
/// </summary>
/// <param name="instructions">The instruction set, or whatever tells it from others of its format.</param>
/// <param name="format">How it reads.</param>
internal abstract class PackingGemmKernel(string instructions, KernelFormat format) : GemmKernel(instructions, format)
{
    /// <inheritdoc/>
    public sealed override LoadedGemm Load(GemmProblem problem, ReadOnlySpan<short> weights, ChannelMaps maps, StorageKind output)
    {
        PinnedBuffer packed = WeightPacking.Pack(Format, problem.Segments, problem.Length, problem.Filters, weights);
        return new PackedGemm(this, problem, packed, maps, output);
    }

    /// <summary>Computes.</summary>
    public abstract void Run(in GemmArguments arguments);
}

/// <summary>A product by a kernel that takes problem and weights as arguments.</summary>
internal sealed unsafe class PackedGemm(
    PackingGemmKernel kernel,
    GemmProblem problem,
    PinnedBuffer weights,
    ChannelMaps maps,
    StorageKind output
) : LoadedGemm
{
    private readonly int groups = kernel.Format.Groups(problem.Length),
        exactGroups = problem.ExactGroups;

    private readonly long blockBytes = kernel.Format.BlockWeights(problem.Segments, problem.Length) * kernel.Format.Weights.Size();

    private readonly WorkGrid grid = WorkGrid.Of(
        problem,
        (problem.Pixels + kernel.Format.Pixels - 1) / kernel.Format.Pixels,
        kernel.Format.Blocks(problem.Filters)
    );

    public override int Units => grid.Units;

    public override void Run(in GemmOperands operands, int first, int end)
    {
        while (first < end)
        {
            Run(operands, grid.Next(ref first, end));
        }
    }

    /// <summary>Runs the kernel as if there were no other pixels and filters.</summary>
    private void Run(in GemmOperands operands, WorkRectangle part)
    {
        int pixel = part.FirstStrip * kernel.Format.Pixels,
            filter = part.FirstBlock * kernel.Format.Filters;
        kernel.Run(
            new GemmArguments
            {
                Input = operands.Input,
                Pixels = operands.Pixels + pixel,
                OutputPixels = operands.OutputPixels + pixel,
                PixelCount = Math.Min(part.StripEnd * kernel.Format.Pixels, problem.Pixels) - pixel,
                Segments = operands.Segments,
                SegmentCount = problem.Segments,
                Groups = groups,
                ExactGroups = exactGroups,
                Weights = weights.Pointer + (part.FirstBlock * blockBytes),
                Filters = Math.Min(part.BlockEnd * kernel.Format.Filters, problem.Filters) - filter,
                Map = new ChannelMapPointers(maps, filter),
                Output = (byte*)operands.Output + ((long)filter * output.Size()),
                OutputKind = output,
            }
        );
    }
}
