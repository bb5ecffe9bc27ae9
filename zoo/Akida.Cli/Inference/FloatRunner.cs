using System.Numerics;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Quantization.FloatInference;
using Akida.Simulator.Execution;
using Akida.Simulator.Program;

namespace Akida.Cli.Inference;

/// <summary>Runs a float model.</summary>
internal sealed class FloatRunner(Model model) : ModelRunner
{
    private readonly InputLayer input = (InputLayer)model.Graph.Input.Operation;

    public override TensorShape InputShape => input.Shape;

    public override DataType InputType => input.DType;

    public override IReadOnlyList<string> Layers { get; } = [.. model.Graph.Layers.Where(node => node.Operation is not InputLayer).Select(node => node.Name)];

    public override IReadOnlyList<string> Outputs => model.Graph.Outputs;

    protected override IEnumerable<IReadOnlyDictionary<string, LayerValues>> RunEach<T>(T[] values, bool allLayers)
    {
        using FloatModel network = new(model, [.. (allLayers ? Layers : Outputs).Select(layer => new OnnxOutput(layer))]);
        foreach (T[] sample in values.Chunk(checked((int)InputShape.Elements)))
        {
            Tensor batch = new(TensorShape.Of([1, .. InputShape.Dimensions]), Array.ConvertAll(sample, float.CreateChecked));
            yield return network.Run(batch).ToDictionary(
                result => result.Key,
                result => new LayerValues(ValueFormat.Float(TensorShape.Of(result.Value.Shape.Dimensions.Skip(1))), result.Value.Values));
        }
    }
}
