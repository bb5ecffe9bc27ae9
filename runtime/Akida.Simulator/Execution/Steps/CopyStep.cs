using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>
/// Copies tensors of one storage behind each other, pixel by pixel: concatenation of channels, and reshaping where a halo is in the way.
/// </summary>
internal sealed unsafe class CopyStep(PlannedTensor[] inputs, PlannedTensor output) : Step
{
    public override void Run(Arena arena, object? state)
    {
        if (inputs.Length == 1 && inputs[0].Channels != output.Channels)
        {
            CopyLinear(arena, inputs[0]);
            return;
        }

        int size = output.ElementSize,
            first = 0;
        foreach (PlannedTensor input in inputs)
        {
            int length = input.Channels * size;
            for (int pixel = 0; pixel < output.Height * output.Width; pixel++)
            {
                byte* from = arena.Pointer(input) + ((long)input.At(pixel / input.Width, pixel % input.Width) * size);
                byte* to = arena.Pointer(output) + ((long)(output.At(pixel / output.Width, pixel % output.Width) + first) * size);
                new ReadOnlySpan<byte>(from, length).CopyTo(new Span<byte>(to, length));
            }

            first += input.Channels;
        }
    }

    /// <summary>Value by value in row-major order, where pixels change their number of channels.</summary>
    private void CopyLinear(Arena arena, PlannedTensor input)
    {
        int size = output.ElementSize,
            inputRow = input.Width * input.Channels,
            outputRow = output.Width * output.Channels;
        for (int i = 0; i < output.Format.Length; i++)
        {
            byte* from = arena.Pointer(input) + ((long)(input.At(i / inputRow, 0) + (i % inputRow)) * size);
            byte* to = arena.Pointer(output) + ((long)(output.At(i / outputRow, 0) + (i % outputRow)) * size);
            new ReadOnlySpan<byte>(from, size).CopyTo(new Span<byte>(to, size));
        }
    }
}
