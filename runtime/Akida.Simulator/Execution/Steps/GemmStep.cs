using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A convolution, dense layer or phase of a transposed convolution as a matrix product of gathered rows.</summary>
internal sealed unsafe class GemmStep(GemmKernel kernel, GemmProblem problem, int[] weights, PlannedTensor input, PlannedTensor output, GemmGeometry geometry, ChannelMaps maps) : Step
{
    private readonly PinnedBuffer pixels = PinnedBuffer.Of<int>(geometry.Pixels), outputPixels = PinnedBuffer.Of<int>(geometry.OutputPixels);
    private readonly PinnedBuffer segments = PinnedBuffer.Of<int>(geometry.Segments);
    private readonly PinnedBuffer packed = kernel.Pack(problem, weights);
    private readonly int groups = kernel.Format.Groups(problem.Length), exactGroups = problem.ExactGroups;

    public override void Run(Arena arena, object? state) => kernel.Run(new GemmArguments
    {
        Input = arena.Pointer(input),
        Pixels = (int*)pixels.Pointer,
        OutputPixels = (int*)outputPixels.Pointer,
        PixelCount = problem.Pixels,
        Segments = (int*)segments.Pointer,
        SegmentCount = problem.Segments,
        Groups = groups,
        ExactGroups = exactGroups,
        Weights = packed.Pointer,
        Filters = problem.Filters,
        Map = new ChannelMapPointers(maps),
        Output = arena.Pointer(output),
        OutputKind = output.Kind,
    });
}

/// <summary>Which rows a matrix product gathers and where its results go; all offsets count values.</summary>
/// <param name="Pixels">The offset of each pixel's row in the input.</param>
/// <param name="OutputPixels">The offset of each pixel in the output.</param>
/// <param name="Segments">The offset of each segment (or tap) from the pixel's.</param>
internal sealed record GemmGeometry(int[] Pixels, int[] OutputPixels, int[] Segments);
