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
    private readonly bool isDense;

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
        isDense = left.IsDense && right is null or { IsDense: true } && output.IsDense;
    }

    public override int Units => isDense ? left.Height * left.Width : left.Height;

    public override void Run(Arena arena, object? state, int first, int end)
    {
        if (isDense)
        {
            Run(arena, first * left.Channels, first * left.Channels, first * left.Channels, end - first);
            return;
        }

        for (int row = first; row < end; row++)
        {
            // A flattened output has other rows than the input, but then no halo either.
            int target = output.IsDense ? row * left.Width * left.Channels : output.At(row, 0);
            Run(arena, left.At(row, 0), right?.At(row, 0) ?? 0, target, left.Width);
        }
    }

    private void Run(Arena arena, int leftAt, int rightAt, int outputAt, int pixels) =>
        sums.Run(
            new ElementwiseOperands
            {
                Left = arena.Pointer(left) + ((long)leftAt * left.ElementSize),
                Right = right is null ? null : arena.Pointer(right) + ((long)rightAt * right.ElementSize),
                Output = arena.Pointer(output) + ((long)outputAt * output.ElementSize),
                PixelCount = pixels,
            }
        );
}
