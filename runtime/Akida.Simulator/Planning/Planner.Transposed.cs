using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <content>Transposed convolutions: one plain convolution for each phase of the stride.</content>
internal sealed partial class Planner
{
    private bool TryConv2DTranspose(Stage stage, IntegerConv2DTranspose layer)
    {
        PlannedTensor input = Input(layer);
        int filters = layer.Output.Channels;
        if (
            !CanRead(input, layer)
            || folded.Full(layer) is not { } weights
            || Maps(stage, WeightBounds.OfSums(weights, filters, input.Bound), layer) is not { } maps
        )
        {
            return false;
        }

        Finish(
            stage,
            layer,
            maps,
            Phases(layer)
                .Select(phase =>
                    (Func<PlannedTensor, PlannedStep>)(
                        output =>
                        {
                            short[] taken = FoldedWeights.OfPhase(weights, layer, phase);
                            GemmProblem problem = Problem(layer, taken, phase, input.Kind, input.Bound);
                            return new PlannedGemm(layer.Name, input, output, problem, kernels.Gemm(problem), phase, maps);
                        }
                    )
                )
        );
        return true;
    }

    private bool TryDepthwiseConv2DTranspose(Stage stage, IntegerDepthwiseConv2DTranspose layer)
    {
        PlannedTensor input = Input(layer);
        if (
            !CanRead(input, layer)
            || folded.Depthwise(layer) is not { } weights
            || Maps(stage, WeightBounds.OfSums(weights, layer.InputShape.Channels, input.Bound), layer) is not { } maps
            || Phases(layer).Any(phase => phase.Rows.Taps * phase.Columns.Taps == 0)
        )
        {
            return false;
        }

        Finish(
            stage,
            layer,
            maps,
            Phases(layer)
                .Select(phase =>
                    (Func<PlannedTensor, PlannedStep>)(
                        output => Depthwise(layer, FoldedWeights.OfPhase(weights, layer, phase), input, output, phase, maps)
                    )
                )
        );
        return true;
    }

    /// <summary>The matrix product of a phase.</summary>
    private static GemmProblem Problem(
        IntegerConv2DTranspose layer,
        short[] weights,
        PhaseGather phase,
        StorageKind input,
        long inputBound
    ) => Gemm(weights, phase.Rows.Outputs * phase.Columns.Outputs, phase.Rows.Taps, layer.Output.Channels, input, inputBound);

    private static List<PhaseGather> Phases(IntegerConvolution layer) =>
        [
            .. from row in Enumerable.Range(0, layer.Strides.Height)
            from column in Enumerable.Range(0, layer.Strides.Width)
            select new PhaseGather(TransposedPhase.Create(layer, 0, row), TransposedPhase.Create(layer, 1, column)),
        ];
}
