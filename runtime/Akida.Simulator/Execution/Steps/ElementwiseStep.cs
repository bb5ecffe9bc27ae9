using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>One tensor, or two added, with factors and a map for each channel: Add, ReLU, and what follows a pooling.</summary>
internal sealed unsafe class ElementwiseStep : Step
{
    private readonly ElementwiseKernel kernel;
    private readonly PlannedTensor left, output;
    private readonly PlannedTensor? right;
    private readonly PinnedBuffer leftFactors, rightFactors;
    private readonly ChannelMaps maps;

    public ElementwiseStep(ElementwiseKernel kernel, PlannedTensor left, int[] leftFactors, PlannedTensor? right, int[] rightFactors, ChannelMaps maps, PlannedTensor output)
    {
        this.kernel = kernel;
        this.left = left;
        this.right = right;
        this.output = output;
        this.maps = maps;
        this.leftFactors = PinnedBuffer.Of<int>(leftFactors);
        this.rightFactors = PinnedBuffer.Of<int>(rightFactors);
    }

    public override void Run(Arena arena, object? state)
    {
        int rowLength = left.Width * left.Channels;
        for (int row = 0; row < left.Height; row++)
        {
            // A flattened output has other rows than the input, but then no halo either.
            int target = output.IsDense ? row * rowLength : output.At(row, 0);
            kernel.Run(new ElementwiseArguments
            {
                Left = arena.Pointer(left) + ((long)left.At(row, 0) * left.ElementSize),
                Right = right is null ? null : arena.Pointer(right) + ((long)right.At(row, 0) * right.ElementSize),
                IsInputWide = left.Kind == StorageKind.Int32,
                LeftFactors = (int*)leftFactors.Pointer,
                RightFactors = (int*)rightFactors.Pointer,
                PixelCount = left.Width,
                Channels = left.Channels,
                Map = new ChannelMapPointers(maps),
                Output = arena.Pointer(output) + ((long)target * output.ElementSize),
                OutputKind = output.Kind,
            });
        }
    }
}
