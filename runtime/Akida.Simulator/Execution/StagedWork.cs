namespace Akida.Simulator.Execution;

/// <summary>Work in stages, one behind the other; each stage has parts that several threads can do at once.</summary>
internal abstract class StagedWork
{
    /// <summary>The number of stages.</summary>
    public abstract int Stages { get; }

    /// <summary>The number of parts of a stage.</summary>
    public abstract int Parts(int stage);

    /// <summary>Does what comes before all parts of a stage, on the calling thread.</summary>
    public abstract void Begin(int stage);

    /// <summary>Does a part.</summary>
    public abstract void Run(int stage, int part);
}
