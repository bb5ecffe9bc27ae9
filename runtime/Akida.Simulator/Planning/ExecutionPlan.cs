using Akida.Integers;

namespace Akida.Simulator.Planning;

/// <summary>
/// What is done to run a program: data, the same for all workers, that can be compared and printed. Whoever runs it makes steps of it.
/// </summary>
/// <param name="Input">Where the input is put.</param>
/// <param name="Steps">What is done, in order.</param>
/// <param name="Tensors">All tensors.</param>
/// <param name="Stored">The layers whose outputs are stored: where, and in which format.</param>
/// <param name="ArenaBytes">The memory that a worker needs for tensors.</param>
internal sealed record ExecutionPlan(
    PlannedTensor Input,
    EquatableArray<PlannedStep> Steps,
    EquatableArray<PlannedTensor> Tensors,
    EquatableArray<StoredOutput> Stored,
    long ArenaBytes
);

/// <summary>A layer whose output is stored.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Tensor">Where.</param>
/// <param name="Format">In which format.</param>
internal sealed record StoredOutput(string Layer, PlannedTensor Tensor, ValueFormat Format);
