using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>One tensor, or two added, with factors and a map for each channel: Add, ReLU, and what follows a pooling.</summary>
internal sealed unsafe class ElementwiseStep : Step
{
    private readonly LoadedElementwise sums;
    private readonly PlannedTensor left,
        output;
    private readonly PlannedTensor? right;
    private readonly int runs;

    /// <summary>The step of a plan.</summary>
    public ElementwiseStep(ElementwiseKernel kernel, PlannedElementwise planned, ChannelMaps maps)
    {
        left = planned.Inputs[0];
        right = planned.Inputs.Count > 1 ? planned.Inputs[1] : null;
        output = planned.Output;
        PinnedBuffer leftFactors = PinnedBuffer.Of(planned.Factors[0].AsSpan());
        sums = kernel.Load(
            planned.Problem,
            leftFactors,
            right is null ? leftFactors : PinnedBuffer.Of(planned.Factors[1].AsSpan()),
            maps,
            output.Kind
        );
        runs = left.IsDense && right is null or { IsDense: true } && output.IsDense ? 1 : left.Height;
    }

    public override void Run(Arena arena, object? state)
    {
        int pixels = left.Height / runs * left.Width;
        for (int row = 0; row < runs; row++)
        {
            // A flattened output has other rows than the input, but then no halo either.
            int target = output.IsDense ? row * pixels * left.Channels : output.At(row, 0);
            sums.Run(
                new ElementwiseOperands
                {
                    Left = arena.Pointer(left) + ((long)left.At(row, 0) * left.ElementSize),
                    Right = right is null ? null : arena.Pointer(right) + ((long)right.At(row, 0) * right.ElementSize),
                    Output = arena.Pointer(output) + ((long)target * output.ElementSize),
                    PixelCount = pixels,
                }
            );
        }
    }
}
