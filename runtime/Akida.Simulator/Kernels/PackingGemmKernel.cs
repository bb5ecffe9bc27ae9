namespace Akida.Simulator.Kernels;

/// <summary>
/// Computes matrix products of any sizes that it takes: they are its arguments, as are weights in the order of its format.
/// </summary>
/// <param name="instructions">The instruction set, or whatever tells it from others of its format.</param>
/// <param name="format">How it reads.</param>
internal abstract class PackingGemmKernel(string instructions, KernelFormat format) : GemmKernel(instructions, format)
{
    /// <inheritdoc/>
    public sealed override LoadedGemm Load(GemmProblem problem, ReadOnlySpan<int> weights, ChannelMaps maps, StorageKind output)
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

    public override void Run(in GemmOperands operands) =>
        kernel.Run(
            new GemmArguments
            {
                Input = operands.Input,
                Pixels = operands.Pixels,
                OutputPixels = operands.OutputPixels,
                PixelCount = problem.Pixels,
                Segments = operands.Segments,
                SegmentCount = problem.Segments,
                Groups = groups,
                ExactGroups = exactGroups,
                Weights = weights.Pointer,
                Filters = problem.Filters,
                Map = new ChannelMapPointers(maps),
                Output = operands.Output,
                OutputKind = output,
            }
        );
}
