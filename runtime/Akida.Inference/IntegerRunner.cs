using System.Numerics;
using Akida.Graph;
using Akida.Integers;
using Akida.Simulator.Execution;

namespace Akida.Inference;

/// <summary>Runs a quantised or converted model in integers.</summary>
internal sealed class IntegerRunner(IntegerProgram program) : ModelRunner
{
    // Enough to keep all cores busy, few enough to hold every layer's values of them.
    private const int SamplesAtOnce = 32;

    public override TensorShape InputShape => program.Input.Output.Shape;

    public override DataType InputType => program.Input.DType;

    public override bool IsTemporal => program.IsTemporal;

    public override IReadOnlyList<string> Layers { get; } =
    [.. program.Layers.Where(layer => layer is not IntegerInput).Select(layer => layer.Name)];

    public override IReadOnlyList<string> Outputs => program.Outputs;

    private protected override IEnumerable<IReadOnlyDictionary<string, LayerValues>> RunEach<T>(
        Func<int, IEnumerable<T[]>> batches,
        IReadOnlyCollection<string> layers
    )
    {
        IntegerSimulator simulator = new(program, observeAll: layers.Except(Outputs).Any());
        return IsTemporal
            ? batches(1)
                .Select(frame =>
                {
                    simulator.Run<T>(frame);
                    return simulator.Observe(layers);
                })
            : batches(SamplesAtOnce).SelectMany(samples => simulator.ObserveBatch<T>(samples, layers));
    }
}
