using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>The settings of each kind of quantised layer, without its output quantiser.</summary>
internal static class LayerQuantization
{
    private const int AccumulatorBits = 28;

    /// <summary>Bits of a lookup activation's table.</summary>
    private const int LutBits = 14;

    /// <summary>Bits of weights where the settings of a layer do not give them.</summary>
    private const int UnconfiguredWeightBits = 4;

    /// <summary>The settings that follow from the options.</summary>
    public static QuantizationConfig Create(Operation operation, int weightBits, int bufferBits) =>
        Complete(operation, QuantizationConfig.Empty, weightBits, bufferBits);

    /// <summary>The settings that a user gave, with what they leave open.</summary>
    public static QuantizationConfig Complete(Operation operation, QuantizationConfig given) =>
        Complete(operation, given, UnconfiguredWeightBits, given.BufferBitwidth ?? 32);

    private static QuantizationConfig Complete(Operation operation, QuantizationConfig given, int weightBits, int bufferBits)
    {
        WeightQuantizerConfig weights = given.WeightQuantizer ?? new() { Bitwidth = weightBits };
        int limited = Math.Min(bufferBits, AccumulatorBits);
        return operation switch
        {
            DepthwiseConv2D => given with { WeightQuantizer = Along(weights, -2), BufferBitwidth = limited },
            DepthwiseConv2DTranspose => given with { WeightQuantizer = Along(weights, null), BufferBitwidth = limited },
            SeparableConv2D => given with
            {
                DepthwiseWeightQuantizer = Along(given.DepthwiseWeightQuantizer ?? new() { Bitwidth = weightBits }, null),
                PointwiseWeightQuantizer = given.PointwiseWeightQuantizer ?? new() { Bitwidth = weightBits },
                BufferBitwidth = bufferBits,
            },
            Conv2D or Conv2DTranspose or Dense => given with { WeightQuantizer = weights, BufferBitwidth = limited },
            BufferTempConv or DepthwiseBufferTempConv => given with { WeightQuantizer = weights, BufferBitwidth = bufferBits },
            ReLU or GlobalAveragePooling2D or Add => given with { BufferBitwidth = bufferBits },
            Activation => given with { LutBitwidth = given.LutBitwidth ?? LutBits },
            _ => given,
        };
    }

    private static WeightQuantizerConfig Along(WeightQuantizerConfig quantizer, int? axis) =>
        quantizer.HasAxis ? quantizer : quantizer with { Axis = axis, HasAxis = true };
}
