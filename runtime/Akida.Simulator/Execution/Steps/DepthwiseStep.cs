using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A depthwise convolution, or a phase of a transposed one.</summary>
internal sealed unsafe class DepthwiseStep : Step
{
    private readonly DepthwiseKernel kernel;
    private readonly DepthwiseProblem problem;
    private readonly PlannedTensor input,
        output;
    private readonly PinnedBuffer pixels,
        outputPixels,
        taps,
        packed;
    private readonly ChannelMaps maps;

    /// <summary>Packs weights, <c>[tap][channel]</c>.</summary>
    public DepthwiseStep(DepthwiseKernel kernel, PlannedDepthwise planned, int[] weights, ChannelMaps maps)
    {
        this.kernel = kernel;
        this.maps = maps;
        problem = planned.Problem;
        input = planned.Input;
        output = planned.Output;
        Offsets offsets = Offsets.OfTaps(planned.Taps, input, output);
        pixels = PinnedBuffer.Of<int>(offsets.Pixels);
        outputPixels = PinnedBuffer.Of<int>(offsets.OutputPixels);
        taps = PinnedBuffer.Of<int>(offsets.Segments.Length % 2 == 0 ? offsets.Segments : [.. offsets.Segments, offsets.Segments[^1]]);
        packed = kernel.Pack(problem, weights);
    }

    public override void Run(Arena arena, object? state) =>
        kernel.Run(
            new DepthwiseArguments
            {
                Input = arena.Int16(input),
                Pixels = (int*)pixels.Pointer,
                OutputPixels = (int*)outputPixels.Pointer,
                PixelCount = problem.Pixels,
                Taps = (int*)taps.Pointer,
                TapPairs = (problem.Taps + 1) / 2,
                Weights = (short*)packed.Pointer,
                Channels = problem.Channels,
                Map = new ChannelMapPointers(maps),
                Output = arena.Pointer(output),
                OutputKind = output.Kind,
            }
        );
}
