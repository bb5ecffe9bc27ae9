using Akida.Integers;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution;

/// <summary>
/// A planned program ready to run: its steps with packed weights. All workers share it; what is a worker's own is in its <see
/// cref="Arena"/>.
/// </summary>
internal sealed class LoadedProgram
{
    /// <summary>Makes the steps of a plan.</summary>
    /// <param name="program">The program.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="kernels">The kernels that it was planned with.</param>
    /// <param name="folded">The weights that planning has worked out.</param>
    public LoadedProgram(IntegerProgram program, ExecutionPlan plan, KernelSelector kernels, FoldedWeights folded)
    {
        Program = program;
        Plan = plan;
        Steps = new StepMaker(program, kernels, folded).MakeAll(plan.Steps);
        Stored = plan.Stored.ToDictionary(stored => stored.Layer);
    }

    /// <summary>The program.</summary>
    public IntegerProgram Program { get; }

    /// <summary>Its plan.</summary>
    public ExecutionPlan Plan { get; }

    /// <summary>What is done, in order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The layers whose outputs are stored.</summary>
    public IReadOnlyDictionary<string, StoredOutput> Stored { get; }
}
