using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>
/// Copies tensors of one storage behind each other, pixel by pixel: concatenation of channels, and reshaping where a halo is in the way.
/// </summary>
internal sealed unsafe class CopyStep(PlannedTensor[] inputs, PlannedTensor output) : Step
{
    public override int Units => output.Height * output.Width;

    public override void Run(Arena arena, object? state, int first, int end)
    {
        if (inputs.Length == 1 && inputs[0].Channels != output.Channels)
        {
            CopyLinear(arena, inputs[0], first, end);
            return;
        }

        int size = output.ElementSize,
            channel = 0;
        foreach (PlannedTensor input in inputs)
        {
            int length = input.Channels * size;
            for (int pixel = first; pixel < end; pixel++)
            {
                byte* from = arena.Pointer(input) + ((long)input.At(pixel / input.Width, pixel % input.Width) * size);
                byte* to = arena.Pointer(output) + ((long)(output.At(pixel / output.Width, pixel % output.Width) + channel) * size);
                new ReadOnlySpan<byte>(from, length).CopyTo(new Span<byte>(to, length));
            }

            channel += input.Channels;
        }
    }

    /// <summary>Value by value in row-major order, where pixels change their number of channels.</summary>
    private void CopyLinear(Arena arena, PlannedTensor input, int first, int end)
    {
        int size = output.ElementSize,
            inputRow = input.Width * input.Channels,
            outputRow = output.Width * output.Channels;
        for (int i = first * output.Channels; i < end * output.Channels; i++)
        {
            byte* from = arena.Pointer(input) + ((long)(input.At(i / inputRow, 0) + (i % inputRow)) * size);
            byte* to = arena.Pointer(output) + ((long)(output.At(i / outputRow, 0) + (i % outputRow)) * size);
            new ReadOnlySpan<byte>(from, size).CopyTo(new Span<byte>(to, size));
        }
    }
}
