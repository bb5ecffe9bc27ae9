using Akida.Integers;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>Another order of the dimensions: where each value comes from is worked out once.</summary>
internal sealed unsafe class PermuteStep : Step
{
    private readonly PlannedTensor input,
        output;
    private readonly int[] sources;

    public PermuteStep(IntegerPermute layer, PlannedTensor input, PlannedTensor output)
    {
        this.input = input;
        this.output = output;
        int rowLength = input.Width * input.Channels;
        sources = Array.ConvertAll(layer.SourceIndices(input.Format.Shape), index => input.At(index / rowLength, 0) + (index % rowLength));
    }

    public override int Units => output.Height;

    public override void Run(Arena arena, object? state, int first, int end)
    {
        int size = output.ElementSize,
            rowLength = output.Width * output.Channels;
        byte* from = arena.Pointer(input);
        for (int row = first; row < end; row++)
        {
            byte* to = arena.Pointer(output) + ((long)output.At(row, 0) * size);
            foreach (int source in sources.AsSpan(row * rowLength, rowLength))
            {
                new ReadOnlySpan<byte>(from + ((long)source * size), size).CopyTo(new Span<byte>(to, size));
                to += size;
            }
        }
    }
}
