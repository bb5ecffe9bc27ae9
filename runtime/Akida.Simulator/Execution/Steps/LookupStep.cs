using Akida.Integers;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A function as a table; an output quantiser that is the same for all channels is in the table already.</summary>
internal sealed unsafe class LookupStep : Step
{
    private readonly PlannedTensor input,
        output;
    private readonly int[] table;
    private readonly int zero;
    private readonly Requantization? requantization;

    public LookupStep(IntegerLookup layer, PlannedTensor input, PlannedTensor output)
    {
        this.input = input;
        this.output = output;
        zero = 1 << layer.InputValueBits;
        bool isInTable = layer.Requantization is { } own && own.Scales.Distinct().Count() <= 1 && own.Shifts.Distinct().Count() == 1;
        table = isInTable
            ? Array.ConvertAll(layer.Table.ToArray(), value => (int)layer.Requantization!.Apply(value, 0))
            : layer.Table.ToArray();
        requantization = isInTable ? null : layer.Requantization;
    }

    public override int Units => input.Height;

    public override void Run(Arena arena, object? state, int first, int end)
    {
        short* values = arena.Int16(input);
        byte* target = arena.Pointer(output);
        for (int row = first; row < end; row++)
        {
            int from = input.At(row, 0),
                to = output.At(row, 0);
            for (int column = 0; column < input.Width; column++)
            {
                for (int channel = 0; channel < input.Channels; channel++, from++, to++)
                {
                    int value = table[values[from] + zero];
                    value = requantization is null ? value : (int)requantization.Apply(value, channel);
                    if (output.Kind == StorageKind.Int16)
                    {
                        ((short*)target)[to] = (short)value;
                    }
                    else
                    {
                        ((int*)target)[to] = value;
                    }
                }
            }
        }
    }
}
