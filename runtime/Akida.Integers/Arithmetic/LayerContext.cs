using Akida.Graph.Operations;

namespace Akida.Integers.Arithmetic;

/// <summary>
/// A quantised layer whose integers are being resolved: its node, weights, inputs and output shape, and the steps that many layers share.
/// </summary>
internal sealed record LayerContext(LayerNode Node, IReadOnlyList<ValueFormat> Inputs, TensorShape Shape, WeightSet Weights)
{
    private const int DefaultBufferBits = 32;

    /// <summary>The accumulators of the convolutions have at most this many bits, the sign included.</summary>
    private const int ConvolutionBufferBits = 28;

    public string Name => Node.Name;

    public ValueFormat Input => Inputs[0];

    public QuantizationConfig Config => Node.Quantization ?? QuantizationConfig.Empty;

    public int BufferBits => Config.BufferBitwidth ?? DefaultBufferBits;

    public int ConvolutionValueBits => Math.Min(ConvolutionBufferBits, BufferBits) - 1;

    public ReadOnlySpan<float> Weight(string name) => Weights[Name, name].Values;

    public int WeightBits(WeightQuantizerConfig? config, string key) =>
        config?.Bitwidth ?? throw new GraphException($"{key} has no bitwidth", setting: key);

    /// <summary>The left shifts that give all channels of the input the same fractional bits; none where they have them.</summary>
    public EquatableArray<int> InputShifts() =>
        Input.HasOneFracBits ? [] : Input.FracBits.Select(bits => Input.MaxFracBits - bits).ToEquatableArray();

    /// <summary>Layers that mix channels need one scale for all of them.</summary>
    public void RequireOneScale()
    {
        if (Input.Scales is { Count: > 1 })
        {
            throw new GraphException("the input has a scale for each channel, must have one: an output quantizer is missing before it");
        }
    }

    /// <summary>The weights' scales times the input's.</summary>
    public EquatableArray<float> ScaledBy(float[] weightScales) =>
        Input.Scales is null ? new(weightScales) : new(weightScales.Select((scale, channel) => Input.ScaleOf(channel) * scale).ToArray());

    /// <summary>What the layer sums up before its output quantiser: its channels have the weights' scales times the input's.</summary>
    public ValueFormat Accumulator(int valueBits, EquatableArray<float> scales, bool hasScalesByChannel = true) =>
        new(Shape, valueBits, [Input.MaxFracBits], scales)
        {
            HasFracBitsByChannel = Input is { HasOneFracBits: true, HasFracBitsByChannel: true },
            HasScalesByChannel = hasScalesByChannel,
        };

    /// <summary>Resolves the bias on the accumulator, if the layer has one.</summary>
    public AlignedValues? Bias(ValueFormat accumulator) =>
        Node.Operation is WeightedOperation { UseBias: true }
            ? AlignedQuantizer.Align(Weight("bias"), Config.BiasQuantizer?.Bitwidth ?? AlignedQuantizer.DefaultBitwidth, true, accumulator)
            : null;

    /// <summary>Resolves the output quantiser, if the layer has one; otherwise the accumulator is the output.</summary>
    public (Requantization? Requantization, ValueFormat Output) Quantize(ValueFormat accumulator)
    {
        if (Config.OutputQuantizer is not { } quantizer)
        {
            return (null, accumulator);
        }

        Tensor ranges = Weights[Name, "output_quantizer/range_max"];
        (Requantization integers, ValueFormat output) = OutputQuantizer.Resolve(
            quantizer,
            ranges.Values,
            Weight("output_quantizer/rescaling_rate"),
            accumulator
        );
        return (integers, output with { HasFracBitsByChannel = ranges.Shape.Rank > 0 });
    }
}
