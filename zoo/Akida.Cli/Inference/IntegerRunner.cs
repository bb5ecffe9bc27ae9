using Akida.Graph;
using Akida.Simulator.Execution;
using Akida.Simulator.Program;

namespace Akida.Cli.Inference;

/// <summary>Runs a quantised or converted model in integers.</summary>
internal sealed class IntegerRunner(IntegerProgram program) : ModelRunner
{
    public override TensorShape InputShape => program.Input.Output.Shape;

    public override DataType InputType => program.Input.DType;

    public override IReadOnlyList<string> Layers { get; } = [.. program.Layers.Where(layer => layer is not IntegerInput).Select(layer => layer.Name)];

    public override IReadOnlyList<string> Outputs => program.Outputs;

    protected override IEnumerable<IReadOnlyDictionary<string, LayerValues>> RunEach<T>(T[] values, bool allLayers)
    {
        IntegerSimulator simulator = new(program, observeAll: allLayers);
        return values.Chunk(program.Input.Output.Length).Select(sample =>
        {
            simulator.Run<T>(sample);
            return simulator.Observe();
        });
    }
}
