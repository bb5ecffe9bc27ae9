using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;
using Akida.Simulator.Specialized;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A convolution, dense layer or phase of a transposed convolution as a matrix product of gathered rows.</summary>
internal sealed unsafe class GemmStep(GemmKernel kernel, PlannedTensor input, PlannedTensor output, GemmGeometry geometry, PackedWeights weights, ChannelMaps maps, int exactGroups = 0) : Step
{
    private readonly PinnedBuffer pixels = PinnedBuffer.Of<int>(geometry.Pixels), outputPixels = PinnedBuffer.Of<int>(geometry.OutputPixels);
    private readonly PinnedBuffer segments = PinnedBuffer.Of<int>(geometry.Segments);

    public override void Run(Arena arena, object? state) => kernel.Run(new GemmArguments
    {
        Input = arena.Pointer(input),
        Pixels = (int*)pixels.Pointer,
        OutputPixels = (int*)outputPixels.Pointer,
        PixelCount = geometry.Pixels.Length,
        Segments = (int*)segments.Pointer,
        SegmentCount = geometry.Segments.Length,
        Groups = weights.Groups,
        ExactGroups = exactGroups,
        Weights = weights.Pointer,
        Filters = output.Channels,
        Map = new ChannelMapPointers(maps),
        Output = arena.Pointer(output),
        OutputKind = output.Kind,
    });
}

/// <summary>A general matrix kernel of a set, or an emitted one.</summary>
/// <param name="Kernels">The set.</param>
/// <param name="MultipliesBytes">Whether input and weights are bytes.</param>
/// <param name="Emitted">The emitted kernels, or null.</param>
/// <param name="Index">Which of them.</param>
internal readonly record struct GemmKernel(KernelSet Kernels, bool MultipliesBytes = false, SpecializedKernels? Emitted = null, int Index = -1)
{
    public void Run(in GemmArguments arguments)
    {
        if (MultipliesBytes)
        {
            Kernels.GemmBytes(arguments);
        }
        else if (Emitted is null)
        {
            Kernels.Gemm(arguments);
        }
        else
        {
            Kernels.Specialized(Emitted, Index, arguments);
        }
    }
}

/// <summary>Which rows a matrix product gathers and where its results go; all offsets count values.</summary>
/// <param name="Pixels">The offset of each pixel's row in the input.</param>
/// <param name="OutputPixels">The offset of each pixel in the output.</param>
/// <param name="Segments">The offset of each segment (or tap) from the pixel's.</param>
internal sealed record GemmGeometry(int[] Pixels, int[] OutputPixels, int[] Segments);
