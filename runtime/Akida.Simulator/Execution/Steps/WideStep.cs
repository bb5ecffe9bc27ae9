using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>
/// A layer that the kernels cannot compute, or whose sums could leave 32 bits: in 64-bit integers, by the code of the reference, in
/// memory of its own.
/// </summary>
internal sealed class WideStep(IntegerProgram program, IntegerLayer layer, StoredOutput[] inputs, PlannedTensor output) : Step
{
    public override object CreateState(Arena arena) =>
        new Worker(
            new ReferenceLayer(program, layer),
            Array.ConvertAll(inputs, input => LayerValues.Zeros(input.Format)),
            LayerValues.Zeros(layer.Output)
        );

    public override void Reset(object? state) => ((Worker)state!).Layer.Reset();

    public override void Run(Arena arena, object? state, int first, int end)
    {
        Worker worker = (Worker)state!;
        for (int i = 0; i < inputs.Length; i++)
        {
            TensorReader.Read(arena, inputs[i].Tensor, worker.Inputs[i]);
        }

        worker.Layer.Run(worker.Inputs, worker.Output);
        TensorReader.Write(arena, output, worker.Output);
    }

    private sealed record Worker(ReferenceLayer Layer, LayerValues[] Inputs, LayerValues Output);
}
