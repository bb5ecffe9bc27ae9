namespace Akida.Simulator.Execution;

/// <summary>One pass over memory. Holds only what is the same for all workers: weights, offsets, settings.</summary>
internal abstract class Step
{
    /// <summary>The number of units that can be computed in any order and at once; 1 if the step cannot be divided.</summary>
    public virtual int Units => 1;

    /// <summary>Computes the step's outputs in a worker's memory.</summary>
    public void Run(Arena arena, object? state)
    {
        Begin(arena, state);
        Run(arena, state, 0, Units);
    }

    /// <summary>Does what comes before all units, on one thread.</summary>
    public virtual void Begin(Arena arena, object? state) { }

    /// <summary>Computes some units, which may happen on several threads at once.</summary>
    /// <param name="arena">The worker's memory.</param>
    /// <param name="state">What the step keeps for the worker.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="end">The unit behind the last.</param>
    public abstract void Run(Arena arena, object? state, int first, int end);

    /// <summary>What the step keeps for a worker from one inference to the next, or null.</summary>
    public virtual object? CreateState(Arena arena) => null;

    /// <summary>Forgets earlier inferences.</summary>
    public virtual void Reset(object? state) { }
}
