using System.Runtime.ExceptionServices;
using Akida.Integers;
using Akida.Simulator.Execution.Steps;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution;

/// <summary>Makes what runs of what is planned: resolves kernels, packs weights, works out offsets.</summary>
/// <param name="program">The program that was planned.</param>
/// <param name="kernels">The kernels that it was planned with.</param>
/// <param name="folded">The weights that planning has worked out.</param>
internal sealed class StepMaker(IntegerProgram program, KernelSelector kernels, FoldedWeights folded)
{
    private readonly Dictionary<string, IntegerLayer> layers = program.Layers.ToDictionary(layer => layer.Name);

    // The phases of a transposed convolution share theirs.
    private readonly Lock gate = new();
    private (EquatableArray<ChannelMap> Planned, ChannelMaps Made)? lastMaps;

    /// <summary>The steps of a plan: each packs its weights, on all cores.</summary>
    public Step[] MakeAll(IReadOnlyList<PlannedStep> planned)
    {
        Step[] steps = new Step[planned.Count];
        try
        {
            Parallel.For(0, steps.Length, i => steps[i] = Make(planned[i]));
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }

        return steps;
    }

    private Step Make(PlannedStep planned) =>
        planned switch
        {
            PlannedGemm { Rows: FrameGather } gemm => new TemporalGemmStep(
                kernels.GemmNamed(gemm.Chosen.Name),
                gemm,
                Weights(gemm),
                Maps(gemm.Maps)
            ),
            PlannedGemm gemm => new GemmStep(kernels.GemmNamed(gemm.Chosen.Name), gemm, Weights(gemm), Maps(gemm.Maps)),
            PlannedDepthwise { Taps: FrameGather } sums => new TemporalDepthwiseStep(
                kernels.DepthwiseNamed(sums.Chosen.Name),
                sums,
                Weights(sums),
                Maps(sums.Maps)
            ),
            PlannedDepthwise sums => new DepthwiseStep(kernels.DepthwiseNamed(sums.Chosen.Name), sums, Weights(sums), Maps(sums.Maps)),
            PlannedElementwise sum => new ElementwiseStep(kernels.ElementwiseNamed(sum.Chosen.Name), sum, Maps(sum.Maps)),
            PlannedMaxPooling pool => new MaxPoolingStep((IntegerMaxPooling2D)layers[pool.Layer], pool.Input, pool.Output),
            PlannedSpatialSum sum => new SpatialSumStep(sum.Input, sum.Output),
            PlannedWideSpatialSum sum => new WideSpatialSumStep(sum.Input, sum.Sums, sum.Factors.ToArray(), sum.Maps.ToArray(), sum.Output),
            PlannedCopy copy => new CopyStep(copy.Inputs.ToArray(), copy.Output),
            PlannedLookup lookup => new LookupStep((IntegerLookup)layers[lookup.Layer], lookup.Input, lookup.Output),
            PlannedPermute permute => new PermuteStep((IntegerPermute)layers[permute.Layer], permute.Input, permute.Output),
            PlannedQuantizeInput input => new QuantizeInputStep((IntegerInputQuantizer)layers[input.Layer], input.Input, input.Output),
            PlannedDequantize output => new DequantizeStep((IntegerDequantizer)layers[output.Layer], output.Input, output.Output),
            PlannedFloat floats => new FloatStep((FloatLayer)layers[floats.Layer], floats.Input, floats.Output),
            PlannedWide wide => new WideStep(program, layers[wide.Layer], wide.Stored.ToArray(), wide.Output),
            _ => throw new ArgumentException($"{planned.GetType().Name} is not known"),
        };

    private short[] Weights(PlannedGemm step)
    {
        IntegerWeightedLayer layer = (IntegerWeightedLayer)layers[step.Layer];
        short[] weights = folded.Full(layer)!;
        return step.Rows is PhaseGather phase ? FoldedWeights.OfPhase(weights, (IntegerConvolution)layer, phase) : weights;
    }

    private short[] Weights(PlannedDepthwise step)
    {
        IntegerWeightedLayer layer = (IntegerWeightedLayer)layers[step.Layer];
        short[] weights = folded.Depthwise(layer)!;
        return step.Taps is PhaseGather phase ? FoldedWeights.OfPhase(weights, (IntegerConvolution)layer, phase) : weights;
    }

    private ChannelMaps Maps(EquatableArray<ChannelMap> planned)
    {
        lock (gate)
        {
            if (lastMaps is not { } last || last.Planned != planned)
            {
                lastMaps = last = (planned, new ChannelMaps(planned));
            }

            return last.Made;
        }
    }
}
