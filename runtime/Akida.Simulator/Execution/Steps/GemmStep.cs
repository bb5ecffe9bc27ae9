using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A convolution, dense layer or phase of a transposed convolution as a matrix product of gathered rows.</summary>
internal sealed unsafe class GemmStep : Step
{
    private readonly LoadedGemm product;
    private readonly PlannedTensor input,
        output;
    private readonly PinnedBuffer pixels,
        outputPixels,
        segments;

    /// <summary>Loads a product of weights, <c>[segment][value][filter]</c>.</summary>
    public GemmStep(GemmKernel kernel, PlannedGemm planned, short[] weights, ChannelMaps maps)
    {
        input = planned.Input;
        output = planned.Output;
        Offsets offsets = Offsets.OfSegments(planned.Rows, input, output);
        pixels = PinnedBuffer.Of<int>(offsets.Pixels);
        outputPixels = PinnedBuffer.Of<int>(offsets.OutputPixels);
        segments = PinnedBuffer.Of<int>(offsets.Segments);
        product = kernel.Load(planned.Problem, weights, maps, output.Kind);
    }

    public override int Units => product.Units;

    public override void Run(Arena arena, object? state, int first, int end) =>
        product.Run(
            new GemmOperands
            {
                Input = arena.Pointer(input),
                Pixels = (int*)pixels.Pointer,
                Segments = (int*)segments.Pointer,
                Output = arena.Pointer(output),
                OutputPixels = (int*)outputPixels.Pointer,
            },
            first,
            end
        );
}
