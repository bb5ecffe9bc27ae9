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
    private const int SamplesAtOnce = 32;

    private readonly InputLayer input = (InputLayer)model.Graph.Input.Operation;

    public override TensorShape InputShape => input.Shape;

    public override DataType InputType => input.DType;

    public override bool IsTemporal { get; } = model.Graph.Layers.Any(node => node.Operation is BufferTempConv or DepthwiseBufferTempConv);

    public override IReadOnlyList<string> Layers { get; } =
    [.. model.Graph.Layers.Where(node => node.Operation is not InputLayer).Select(node => node.Name)];

    public override IReadOnlyList<string> Outputs => model.Graph.Outputs;

    private protected override IEnumerable<IReadOnlyDictionary<string, LayerValues>> RunEach<T>(
        T[] values,
        IReadOnlyCollection<string> layers
    )
    {
        using FloatModel network = new(model, [.. layers.Select(layer => new OnnxOutput(layer))]);
        int length = checked((int)InputShape.Elements);
        foreach (T[] samples in values.Chunk((IsTemporal ? 1 : SamplesAtOnce) * length))
        {
            int count = samples.Length / length;
            Tensor batch = new(TensorShape.Of([count, .. InputShape.Dimensions]), Array.ConvertAll(samples, float.CreateChecked));
            IReadOnlyDictionary<string, Tensor> results = network.Run(batch);
            for (int sample = 0; sample < count; sample++)
            {
                yield return results.ToDictionary(result => result.Key, result => ValuesOf(result.Value, sample));
            }
        }
    }

    private static LayerValues ValuesOf(Tensor batch, int sample)
    {
        TensorShape shape = TensorShape.Of(batch.Shape.Dimensions.Skip(1));
        int length = checked((int)shape.Elements);
        return new LayerValues(ValueFormat.Float(shape), batch.Values.AsSpan(sample * length, length).ToArray());
    }
}
