using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A depthwise convolution, or a phase of a transposed one.</summary>
internal sealed unsafe class DepthwiseStep(KernelSet kernels, PlannedTensor input, PlannedTensor output, GemmGeometry geometry, PackedTaps weights, ChannelMaps maps) : Step
{
    private readonly PinnedBuffer pixels = PinnedBuffer.Of<int>(geometry.Pixels), outputPixels = PinnedBuffer.Of<int>(geometry.OutputPixels);
    private readonly PinnedBuffer taps = PinnedBuffer.Of<int>(PackedTaps.Paired(geometry.Segments));

    public override void Run(Arena arena, object? state) => kernels.Depthwise(new DepthwiseArguments
    {
        Input = arena.Int16(input),
        Pixels = (int*)pixels.Pointer,
        OutputPixels = (int*)outputPixels.Pointer,
        PixelCount = geometry.Pixels.Length,
        Taps = (int*)taps.Pointer,
        TapPairs = weights.Pairs,
        Weights = weights.Pointer,
        Channels = output.Channels,
        Map = new ChannelMapPointers(maps),
        Output = arena.Pointer(output),
        OutputKind = output.Kind,
    });
}
