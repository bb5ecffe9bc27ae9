namespace Akida.Layers.Tests;

/// <summary>What a phase makes of a kind.</summary>
public enum Verdict
{
    /// <summary>It takes it.</summary>
    Taken,

    /// <summary>It takes the model, in which the layer stays float.</summary>
    StaysFloat,

    /// <summary>It refuses it.</summary>
    Refused,

    /// <summary>A phase before it refused.</summary>
    NotReached,
}

/// <summary>What a phase makes of a kind, and why.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">The product's own words where it is refused or stays float.</param>
public sealed record PhaseOutcome(Verdict Verdict, string? Reason = null)
{
    /// <summary>Taken.</summary>
    public static PhaseOutcome Taken { get; } = new(Verdict.Taken);

    /// <summary>Not reached.</summary>
    public static PhaseOutcome NotReached { get; } = new(Verdict.NotReached);
}

/// <summary>A phase that a model can go through.</summary>
/// <param name="Name">Its name: the head of its column.</param>
/// <param name="After">The name of the phase without which it cannot be, or null.</param>
/// <param name="Run">Goes through it with the real code. What it throws of the product's own is why it refuses.</param>
/// <param name="NeedsLibtorch">Whether it needs libtorch.</param>
internal sealed record Phase(string Name, string? After, Func<SampleRun, PhaseOutcome> Run, bool NeedsLibtorch = false);
