using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A depthwise convolution, or a phase of a transposed one.</summary>
internal sealed unsafe class DepthwiseStep(
    DepthwiseKernel kernel, DepthwiseProblem problem, int[] weights, PlannedTensor input, PlannedTensor output, GemmGeometry geometry, ChannelMaps maps) : Step
{
    private readonly PinnedBuffer pixels = PinnedBuffer.Of<int>(geometry.Pixels), outputPixels = PinnedBuffer.Of<int>(geometry.OutputPixels);
    private readonly PinnedBuffer taps = PinnedBuffer.Of<int>(Paired(geometry.Segments));
    private readonly PinnedBuffer packed = kernel.Pack(problem, weights);

    /// <summary>Offsets of taps with the last once more if their number is odd.</summary>
    public static int[] Paired(int[] taps) => taps.Length % 2 == 0 ? taps : [.. taps, taps[^1]];

    public override void Run(Arena arena, object? state) => kernel.Run(new DepthwiseArguments
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
    });
}
