using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <content>Which tensors are stored as bytes: those that only matrix products take whose kernels multiply bytes exactly and
/// faster.</content>
internal sealed partial class Planner
{
    private bool CanBeBytes(IntegerLayer layer, long low, long high) =>
        low >= 0
        && high <= byte.MaxValue
        && !program.Outputs.Contains(layer.Name)
        && consumers[layer.Name].Count > 0
        && consumers[layer.Name].All(consumer => TakesBytes(layer, consumer, high));

    private bool TakesBytes(IntegerLayer producer, IntegerLayer consumer, long high)
    {
        switch (consumer)
        {
            case IntegerIdentity:
            case IntegerReshape { InputShifts.Count: 0 }:
                return !program.Outputs.Contains(consumer.Name)
                    && consumers[consumer.Name].Count > 0
                    && consumers[consumer.Name].All(next => TakesBytes(producer, next, high));
            case IntegerConv2D { PaddingValue: { } padding }:
                long[]? fill = FillValues(producer, padding);
                return fill is not null
                    && fill.Min() >= 0
                    && fill.Max() <= byte.MaxValue
                    && MultipliesBytes((IntegerConv2D)consumer, Math.Max(high, fill.Max()));
            case IntegerConv2D or IntegerDense:
                return MultipliesBytes((IntegerWeightedLayer)consumer, high);
            default:
                return false;
        }
    }

    /// <summary>Whether a product of bytes costs no more than one of 16-bit integers.</summary>
    private bool MultipliesBytes(IntegerWeightedLayer layer, long inputBound) =>
        FoldedWeights.Full(layer) is { } weights
        && Problem(layer, weights, StorageKind.UInt8, inputBound) is { Weights: StorageKind.Int8 } bytes
        && kernels.Gemm(bytes).Cost <= kernels.Gemm(bytes with { Input = StorageKind.Int16 }).Cost;
}
