using System.Numerics;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Quantization.FloatInference;

namespace Akida.Inference;

/// <summary>Runs a float model.</summary>
internal sealed class FloatRunner(Model model) : ModelRunner
{
    private readonly InputLayer input = (InputLayer)model.Graph.Input.Operation;

    public override TensorShape InputShape => input.Shape;

    public override DataType InputType => input.DType;

    public override bool IsTemporal { get; } = model.Graph.Layers.Any(node => node.Operation is BufferTempConv or DepthwiseBufferTempConv);

    public override IReadOnlyList<string> Layers { get; } =
    [.. model.Graph.Layers.Where(node => node.Operation is not InputLayer).Select(node => node.Name)];

    public override IReadOnlyList<string> Outputs => model.Graph.Outputs;

    private protected override IEnumerable<IReadOnlyDictionary<string, LayerValues>> RunEach<T>(
        Func<int, IEnumerable<T[]>> batches,
        IReadOnlyCollection<string> layers
    )
    {
        using FloatModel network = new(model, [.. layers.Select(layer => new OnnxOutput(layer))]);
        foreach (IReadOnlyDictionary<string, Tensor> results in network.RunAll(batches(network.SamplesAtOnce).Select(ToTensor)))
        {
            int count = results.Values.First().Shape[0];
            for (int sample = 0; sample < count; sample++)
            {
                yield return results.ToDictionary(result => result.Key, result => ValuesOf(result.Value, sample));
            }
        }
    }

    private Tensor ToTensor<T>(T[] batch)
        where T : INumber<T> =>
        new(
            TensorShape.Of(InputShape.Dimensions.Prepend((int)(batch.Length / InputShape.Elements))),
            batch as float[] ?? Array.ConvertAll(batch, float.CreateChecked)
        );

    private static LayerValues ValuesOf(Tensor batch, int sample)
    {
        TensorShape shape = TensorShape.Of(batch.Shape.Dimensions.Skip(1));
        int length = checked((int)shape.Elements);
        return new LayerValues(ValueFormat.Float(shape), batch.Values.AsSpan(sample * length, length).ToArray());
    }
}
