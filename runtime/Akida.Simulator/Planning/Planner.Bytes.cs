using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <content>Which tensors are stored as bytes: those that only matrix products take whose kernels multiply bytes exactly and faster.</content>
internal sealed partial class Planner
{
    private bool CanBeBytes(IntegerLayer layer, long low, long high) =>
        low >= 0 && high <= byte.MaxValue && !program.Outputs.Contains(layer.Name)
        && consumers[layer.Name].Count > 0 && consumers[layer.Name].All(consumer => TakesBytes(layer, consumer, high));

    private bool TakesBytes(IntegerLayer producer, IntegerLayer consumer, long high)
    {
        switch (consumer)
        {
            case IntegerIdentity:
            case IntegerReshape { InputShifts.Count: 0 }:
                return !program.Outputs.Contains(consumer.Name) && consumers[consumer.Name].Count > 0
                    && consumers[consumer.Name].All(next => TakesBytes(producer, next, high));
            case IntegerConv2D { PaddingValue: { } padding }:
                long[]? fill = FillValues(producer, padding);
                return fill is not null && fill.Min() >= 0 && fill.Max() <= byte.MaxValue && MultipliesBytes((IntegerConv2D)consumer, Math.Max(high, fill.Max()));
            case IntegerConv2D or IntegerDense:
                return MultipliesBytes((IntegerWeightedLayer)consumer, high);
            default:
                return false;
        }
    }

    private bool MultipliesBytes(IntegerWeightedLayer layer, long inputBound) =>
        ShiftedWeights(layer.Weights, layer.Output.Channels, layer.InputShifts) is { } weights
        && weights.All(weight => weight is >= sbyte.MinValue and <= sbyte.MaxValue)
        && kernels.PrefersBytes(ExactGroups(weights, inputBound), inputBound);

    /// <summary>How often the sum of two products, of the largest weight and input, can be added to itself in 16 bits.</summary>
    private static int ExactGroups(int[] weights, long inputBound)
    {
        long largest = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(weights[i]));
        }

        long pair = 2 * largest * inputBound;
        return pair == 0 ? short.MaxValue : (int)(short.MaxValue / pair);
    }
}
