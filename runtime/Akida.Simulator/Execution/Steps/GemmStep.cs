using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A convolution, dense layer or phase of a transposed convolution as a matrix product of gathered rows.</summary>
internal sealed unsafe class GemmStep : Step
{
    private readonly GemmKernel kernel;
    private readonly GemmProblem problem;
    private readonly PlannedTensor input,
        output;
    private readonly PinnedBuffer pixels,
        outputPixels,
        segments,
        packed;
    private readonly ChannelMaps maps;
    private readonly int groups,
        exactGroups;

    /// <summary>Packs weights, <c>[segment][value][filter]</c>.</summary>
    public GemmStep(GemmKernel kernel, PlannedGemm planned, int[] weights, ChannelMaps maps)
    {
        this.kernel = kernel;
        this.maps = maps;
        problem = planned.Problem;
        input = planned.Input;
        output = planned.Output;
        Offsets offsets = Offsets.OfSegments(planned.Rows, input, output);
        pixels = PinnedBuffer.Of<int>(offsets.Pixels);
        outputPixels = PinnedBuffer.Of<int>(offsets.OutputPixels);
        segments = PinnedBuffer.Of<int>(offsets.Segments);
        packed = kernel.Pack(problem, weights);
        groups = kernel.Format.Groups(problem.Length);
        exactGroups = problem.ExactGroups;
    }

    public override void Run(Arena arena, object? state) =>
        kernel.Run(
            new GemmArguments
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
            }
        );
}
