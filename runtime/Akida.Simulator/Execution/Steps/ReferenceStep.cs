using Akida.Simulator.Planning;
using Akida.Simulator.Program;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A layer that the kernels cannot compute, or whose sums could leave 32 bits: in 64-bit integers, as the reference does it.</summary>
internal sealed class ReferenceStep(IntegerProgram program, IntegerLayer layer, (PlannedTensor Tensor, ValueFormat Format)[] inputs, PlannedTensor output) : Step
{
    public override object CreateState(Arena arena) => new ReferenceLayer(program, layer);

    public override void Reset(object? state) => ((ReferenceLayer)state!).Reset();

    public override void Run(Arena arena, object? state)
    {
        LayerValues[] values = Array.ConvertAll(inputs, input => TensorReader.Read(arena, input.Tensor, input.Format));
        TensorReader.Write(arena, output, ((ReferenceLayer)state!).Run(values));
    }
}
