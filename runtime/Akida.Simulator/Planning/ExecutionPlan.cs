using Akida.Integers;
using Akida.Simulator.Execution;

namespace Akida.Simulator.Planning;

/// <summary>Everything about running a program that is the same for all workers.</summary>
/// <param name="Program">The program.</param>
/// <param name="Input">Where the input is put.</param>
/// <param name="Steps">What is done, in order.</param>
/// <param name="Tensors">All tensors.</param>
/// <param name="Stored">For each layer whose output is stored: where, and in which format.</param>
/// <param name="ArenaBytes">The memory that a worker needs.</param>
internal sealed record ExecutionPlan(
    IntegerProgram Program,
    PlannedTensor Input,
    IReadOnlyList<Step> Steps,
    IReadOnlyList<PlannedTensor> Tensors,
    IReadOnlyDictionary<string, (PlannedTensor Tensor, ValueFormat Format)> Stored,
    long ArenaBytes);
