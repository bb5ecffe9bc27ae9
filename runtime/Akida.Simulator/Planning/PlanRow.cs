using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <summary>One step of how a program is run: a pass over memory.</summary>
/// <param name="Layer">The layer that it computes, or the first of those that it does.</param>
/// <param name="Operation">What it does, in a word or two.</param>
/// <param name="Shape">The shape of what it puts out.</param>
/// <param name="Storage">How that is stored: <c>u8</c>, <c>i16</c>, <c>i32</c>, <c>f32</c>.</param>
/// <param name="Kernel">The kernel; empty where none is chosen.</param>
/// <param name="Bytes">Bytes that it reads and writes: tensors with their halos, and packed weights.</param>
/// <param name="MultiplyAdds">Products of a weight and an input.</param>
/// <param name="Share">Its share of all multiply-adds, from 0 to 1.</param>
public sealed record PlanRow(
    string Layer,
    string Operation,
    TensorShape Shape,
    string Storage,
    string Kernel,
    long Bytes,
    long MultiplyAdds,
    double Share
)
{
    /// <summary>How a program would be run; nothing is packed or allocated for it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="kernels">The kernels; by default those that <see cref="KernelSets.Select()"/> chooses.</param>
    /// <exception cref="GraphException">The program ends in a layer on floats that cannot be simulated, or is too large.</exception>
    public static IReadOnlyList<PlanRow> Of(IntegerProgram program, KernelSet? kernels = null) =>
        Of(Planner.Plan(program, new KernelSelector(kernels ?? KernelSets.Select()), observeAll: false));

    internal static IReadOnlyList<PlanRow> Of(ExecutionPlan plan)
    {
        double all = Math.Max(plan.Steps.Sum(step => step.MultiplyAdds), 1);
        return
        [
            .. plan.Steps.Select(step => new PlanRow(
                step.Layer,
                step.Operation,
                step.Output.Format.Shape,
                step.Output.Kind.ShortName(),
                step.Kernel?.Name ?? "",
                step.Inputs.Append(step.Output).Sum(tensor => (long)tensor.StoredLength * tensor.ElementSize) + step.WeightBytes,
                step.MultiplyAdds,
                step.MultiplyAdds / all
            )),
        ];
    }
}
