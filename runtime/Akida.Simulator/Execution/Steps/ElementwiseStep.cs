using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>One tensor, or two added, with factors and a map for each channel: Add, ReLU, and what follows a pooling.</summary>
internal sealed unsafe class ElementwiseStep : Step
{
    private readonly ElementwiseKernel kernel;
    private readonly PlannedTensor left,
        output;
    private readonly PlannedTensor? right;
    private readonly PinnedBuffer leftFactors,
        rightFactors;
    private readonly ChannelMaps maps;

    /// <summary>The step of a plan.</summary>
    public ElementwiseStep(ElementwiseKernel kernel, PlannedElementwise planned, ChannelMaps maps)
    {
        this.kernel = kernel;
        this.maps = maps;
        left = planned.Inputs[0];
        right = planned.Inputs.Count > 1 ? planned.Inputs[1] : null;
        output = planned.Output;
        leftFactors = PinnedBuffer.Of(planned.Factors[0].AsSpan());
        rightFactors = right is null ? leftFactors : PinnedBuffer.Of(planned.Factors[1].AsSpan());
    }

    public override void Run(Arena arena, object? state)
    {
        int rowLength = left.Width * left.Channels;
        for (int row = 0; row < left.Height; row++)
        {
            // A flattened output has other rows than the input, but then no halo either.
            int target = output.IsDense ? row * rowLength : output.At(row, 0);
            kernel.Run(
                new ElementwiseArguments
                {
                    Left = arena.Pointer(left) + ((long)left.At(row, 0) * left.ElementSize),
                    Right = right is null ? null : arena.Pointer(right) + ((long)right.At(row, 0) * right.ElementSize),
                    LeftKind = left.Kind,
                    RightKind = right?.Kind ?? left.Kind,
                    LeftFactors = (int*)leftFactors.Pointer,
                    RightFactors = (int*)rightFactors.Pointer,
                    PixelCount = left.Width,
                    Channels = left.Channels,
                    Map = new ChannelMapPointers(maps),
                    Output = arena.Pointer(output) + ((long)target * output.ElementSize),
                    OutputKind = output.Kind,
                }
            );
        }
    }
}
