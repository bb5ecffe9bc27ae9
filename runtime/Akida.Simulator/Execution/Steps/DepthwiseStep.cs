using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A depthwise convolution, or a phase of a transposed one.</summary>
internal sealed unsafe class DepthwiseStep : Step
{
    private readonly LoadedDepthwise sums;
    private readonly PlannedTensor input,
        output;
    private readonly PinnedBuffer pixels,
        outputPixels,
        taps;

    /// <summary>Loads sums with weights, <c>[tap][channel]</c>.</summary>
    public DepthwiseStep(DepthwiseKernel kernel, PlannedDepthwise planned, short[] weights, ChannelMaps maps)
    {
        input = planned.Input;
        output = planned.Output;
        Offsets offsets = Offsets.OfTaps(planned.Taps, input, output);
        pixels = PinnedBuffer.Of<int>(offsets.Pixels);
        outputPixels = PinnedBuffer.Of<int>(offsets.OutputPixels);
        taps = PinnedBuffer.Of<int>(offsets.Segments.Length % 2 == 0 ? offsets.Segments : [.. offsets.Segments, offsets.Segments[^1]]);
        sums = kernel.Load(planned.Problem, weights, maps, output.Kind);
    }

    public override int Units => sums.Units;

    public override void Run(Arena arena, object? state, int first, int end) =>
        sums.Run(
            new DepthwiseOperands
            {
                Input = arena.Pointer(input),
                Pixels = (int*)pixels.Pointer,
                Taps = (int*)taps.Pointer,
                Output = arena.Pointer(output),
                OutputPixels = (int*)outputPixels.Pointer,
            },
            first,
            end
        );
}
