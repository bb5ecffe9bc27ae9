namespace Akida.Simulator.Execution;

/// <summary>One pass over memory. Holds only what is the same for all workers: weights, offsets, settings.</summary>
internal abstract class Step
{
    /// <summary>Computes the step's outputs in a worker's memory.</summary>
    public abstract void Run(Arena arena, object? state);

    /// <summary>What the step keeps for a worker from one inference to the next, or null.</summary>
    public virtual object? CreateState(Arena arena) => null;

    /// <summary>Forgets earlier inferences.</summary>
    public virtual void Reset(object? state) { }
}
