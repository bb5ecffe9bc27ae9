using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <content>Which tensors are stored as bytes: those whose consumers all compute on bytes, exactly and at no greater cost.</content>
internal sealed partial class Planner
{
    /// <summary>The smallest storage for what a layer puts out that all of its consumers take.</summary>
    private StorageKind KindOf(IntegerLayer layer, long low, long high)
    {
        StorageKind bytes = low >= 0 ? StorageKind.UInt8 : StorageKind.Int8;
        return Fits(bytes, low, high) && AllTake(layer, layer, bytes, Math.Max(-low, high)) ? bytes : PlannedTensor.KindFor(low, high);
    }

    private static bool Fits(StorageKind bytes, long low, long high) =>
        bytes == StorageKind.UInt8 ? low >= 0 && high <= byte.MaxValue : low >= sbyte.MinValue && high <= sbyte.MaxValue;

    private bool AllTake(IntegerLayer producer, IntegerLayer layer, StorageKind bytes, long bound) =>
        !program.Outputs.Contains(layer.Name)
        && consumers[layer.Name].Count > 0
        && consumers[layer.Name].All(consumer => Takes(producer, consumer, bytes, bound));

    private bool Takes(IntegerLayer producer, IntegerLayer consumer, StorageKind bytes, long bound)
    {
        switch (consumer)
        {
            case IntegerIdentity:
            case IntegerReshape { InputShifts.Count: 0 }:
                return AllTake(producer, consumer, bytes, bound);
            case IntegerMaxPooling2D:
                return AllTake(consumer, consumer, bytes, bound);
            case IntegerConv2D { PaddingValue: { } padding } conv:
                long[]? fill = FillValues(producer, padding);
                return fill is not null
                    && Fits(bytes, fill.Min(), fill.Max())
                    && MultipliesBytes(conv, bytes, Math.Max(bound, fill.Max(Math.Abs)));
            case IntegerConv2D or IntegerDense or IntegerConv2DTranspose or IntegerBufferTempConv:
                return MultipliesBytes((IntegerWeightedLayer)consumer, bytes, bound);
            case IntegerDepthwiseConv2D or IntegerSeparableConv2D or IntegerDepthwiseConv2DTranspose or IntegerDepthwiseBufferTempConv:
                return SumsBytes((IntegerWeightedLayer)consumer, bytes, bound);
            default:
                return consumer is IntegerAdd or IntegerReLU or IntegerGlobalAveragePooling2D or IntegerDequantizer;
        }
    }

    /// <summary>Whether a product of bytes costs no more than one of 16-bit integers.</summary>
    private bool MultipliesBytes(IntegerWeightedLayer layer, StorageKind bytes, long inputBound) =>
        folded.Full(layer) is { } weights
        && Products(layer, weights, bytes, inputBound)
            .All(problem =>
                problem.Weights == StorageKind.Int8 && kernels.Cost(problem) <= kernels.Cost(problem with { Input = StorageKind.Int16 })
            );

    /// <summary>Whether depthwise sums of bytes cost no more than those of 16-bit integers.</summary>
    private bool SumsBytes(IntegerWeightedLayer layer, StorageKind bytes, long inputBound) =>
        folded.Depthwise(layer) is { } weights
        && DepthwiseGathers(layer)
            .All(gather =>
            {
                short[] taken = gather is PhaseGather phase ? FoldedWeights.OfPhase(weights, (IntegerConvolution)layer, phase) : weights;
                DepthwiseProblem problem = Problem(layer, taken, gather, bytes, inputBound);
                return problem.Weights == StorageKind.Int8
                    && kernels.Cost(problem) <= kernels.Cost(problem with { Input = StorageKind.Int16 });
            });

    private static IEnumerable<GemmProblem> Products(IntegerWeightedLayer layer, short[] weights, StorageKind input, long inputBound) =>
        layer is IntegerConv2DTranspose transposed
            ? Phases(transposed)
                .Select(phase => Problem(transposed, FoldedWeights.OfPhase(weights, transposed, phase), phase, input, inputBound))
            : [Problem(layer, weights, input, inputBound)];

    private static IEnumerable<Gather> DepthwiseGathers(IntegerWeightedLayer layer) =>
        layer switch
        {
            IntegerDepthwiseConv2DTranspose transposed => Phases(transposed),
            IntegerDepthwiseBufferTempConv temporal => [new FrameGather(temporal.Frames)],
            _ => [Window((IntegerConvolution)layer)],
        };
}
