namespace Akida.Graph;

/// <summary>Whether a quantiser has one range for a tensor or one for each channel.</summary>
public enum QuantizerAxis
{
    /// <summary>One range.</summary>
    PerTensor,

    /// <summary>One range for each channel of the last axis.</summary>
    PerAxis,
}

/// <summary>The settings of an output quantiser, as QuantizeML's <c>q_config</c> has them; null where the key is absent.</summary>
public sealed record OutputQuantizerConfig
{
    /// <summary>Bits, the sign included.</summary>
    public required int Bitwidth { get; init; }

    /// <summary>Whether signed; true if absent.</summary>
    public bool? Signed { get; init; }

    /// <summary>One range per tensor or per channel; per tensor if absent.</summary>
    public QuantizerAxis? Axis { get; init; }

    /// <summary>Bits of the integer output scales; 8 if absent.</summary>
    public int? ScaleBits { get; init; }

    /// <summary>Value bits of the buffer in which scales are applied; 32 if absent.</summary>
    public int? BufferBitwidth { get; init; }

    /// <summary><see cref="Signed"/> with its default.</summary>
    public bool IsSigned => Signed ?? true;

    /// <summary>Bits without the sign.</summary>
    public int ValueBits => IsSigned ? Bitwidth - 1 : Bitwidth;

    /// <summary>Whether one range per channel.</summary>
    public bool IsPerAxis => Axis == QuantizerAxis.PerAxis;
}

/// <summary>The settings of a weight, bias or bound quantiser; null where the key is absent.</summary>
public sealed record WeightQuantizerConfig
{
    /// <summary>Bits, the sign included.</summary>
    public required int Bitwidth { get; init; }

    /// <summary>Whether signed.</summary>
    public bool? Signed { get; init; }

    /// <summary>The axis of the scales, when <see cref="HasAxis"/>; null stands for one scale.</summary>
    public int? Axis { get; init; }

    /// <summary>Whether the key <c>axis</c> is written (a null axis is written as null).</summary>
    public bool HasAxis { get; init; }
}

/// <summary>How a layer is quantised: QuantizeML's <c>quant_config</c>, key by key.</summary>
public sealed record QuantizationConfig
{
    /// <summary>A quantised layer without settings.</summary>
    public static QuantizationConfig Empty { get; } = new();

    /// <summary>The output quantiser, if the layer has one.</summary>
    public OutputQuantizerConfig? OutputQuantizer { get; init; }

    /// <summary>The kernel's quantiser.</summary>
    public WeightQuantizerConfig? WeightQuantizer { get; init; }

    /// <summary>The depthwise kernel's quantiser of a separable convolution.</summary>
    public WeightQuantizerConfig? DepthwiseWeightQuantizer { get; init; }

    /// <summary>The pointwise kernel's quantiser of a separable convolution.</summary>
    public WeightQuantizerConfig? PointwiseWeightQuantizer { get; init; }

    /// <summary>The bias quantiser; 8 bits if absent.</summary>
    public WeightQuantizerConfig? BiasQuantizer { get; init; }

    /// <summary>The quantiser of a ReLU's bound; 8 unsigned bits if absent.</summary>
    public WeightQuantizerConfig? MaxValueQuantizer { get; init; }

    /// <summary>Bits of the accumulators.</summary>
    public int? BufferBitwidth { get; init; }

    /// <summary>Bits of a lookup activation's table.</summary>
    public int? LutBitwidth { get; init; }
}

/// <summary>The bits that <c>quantizeml quantize</c> is told: <c>-i</c>, <c>-w</c> and <c>-a</c>.</summary>
/// <param name="Input">Bits of the first layer's weights.</param>
/// <param name="Weight">Bits of the other layers' weights.</param>
/// <param name="Activation">Bits of the activations.</param>
public readonly record struct BitWidths(int Input, int Weight, int Activation)
{
    /// <summary>8/8/8.</summary>
    public static BitWidths Default => new(8, 8, 8);

    /// <summary>The most bits that every layer of a version can do: 8/4/4 for 1.0, 8/8/8 for 2.0.</summary>
    public static BitWidths UsualFor(AkidaVersion version) => version == AkidaVersion.V1 ? new(8, 4, 4) : Default;

    /// <summary>For example <c>8/4/4</c>.</summary>
    public override string ToString() => $"{Input}/{Weight}/{Activation}";
}
