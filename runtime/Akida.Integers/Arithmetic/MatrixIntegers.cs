using Akida.Graph.Operations;

namespace Akida.Integers.Arithmetic;

/// <summary>Integers of the dense and the temporal layers.</summary>
internal static class MatrixIntegers
{
    public static IntegerLayer Dense(LayerContext layer, Dense dense)
    {
        if (dense.Activation != "linear")
        {
            throw new GraphException($"activation is {dense.Activation}, must be linear in a quantised layer", setting: "activation");
        }

        layer.RequireOneScale();
        int bits = layer.WeightBits(layer.Config.WeightQuantizer, "weight_quantizer");
        (sbyte[] weights, float[] scales) = WeightQuantizer.Quantize(layer.Weight("kernel"), dense.Units, bits);
        ValueFormat accumulator = layer.Accumulator(layer.ConvolutionValueBits, layer.ScaledBy(scales));
        (Requantization? requantization, ValueFormat output) = layer.Quantize(accumulator);
        return new IntegerDense(layer.Name, layer.Node.Inputs, output)
        {
            Weights = new(weights),
            WeightBits = bits,
            BufferValueBits = layer.ConvolutionValueBits,
            InputShifts = layer.InputShifts(),
            Bias = layer.Bias(accumulator),
            Requantization = requantization,
        };
    }

    public static IntegerLayer BufferTempConv(LayerContext layer, BufferTempConv conv)
    {
        layer.RequireOneScale();
        int bits = layer.WeightBits(layer.Config.WeightQuantizer, "weight_quantizer");
        (sbyte[] weights, float[] scales) = WeightQuantizer.Quantize(layer.Weight("kernel"), conv.Filters, bits);
        int valueBits = layer.BufferBits - 1;
        ValueFormat accumulator = layer.Accumulator(valueBits, layer.ScaledBy(scales));
        (Requantization? requantization, ValueFormat output) = layer.Quantize(accumulator);
        return new IntegerBufferTempConv(layer.Name, layer.Node.Inputs, output)
        {
            Weights = new(weights),
            WeightBits = bits,
            BufferValueBits = valueBits,
            InputShifts = layer.InputShifts(),
            Bias = layer.Bias(accumulator),
            Requantization = requantization,
            Frames = conv.KernelSize,
        };
    }

    public static IntegerLayer DepthwiseBufferTempConv(LayerContext layer, DepthwiseBufferTempConv conv)
    {
        layer.RequireOneScale();
        WeightQuantizerConfig? quantizer = layer.Config.WeightQuantizer;
        int bits = layer.WeightBits(quantizer, "weight_quantizer");
        bool oneScale = quantizer is { HasAxis: true, Axis: null };
        (sbyte[] weights, float[] scales) = WeightQuantizer.Quantize(layer.Weight("kernel"), oneScale ? 1 : layer.Shape.Channels, bits);
        int valueBits = layer.BufferBits - 1;
        ValueFormat accumulator = layer.Accumulator(valueBits, layer.ScaledBy(scales), hasScalesByChannel: !oneScale);
        (Requantization? requantization, ValueFormat output) = layer.Quantize(accumulator);
        return new IntegerDepthwiseBufferTempConv(layer.Name, layer.Node.Inputs, output)
        {
            Weights = new(weights),
            WeightBits = bits,
            BufferValueBits = valueBits,
            InputShifts = layer.InputShifts(),
            Bias = layer.Bias(accumulator),
            Requantization = requantization,
            Frames = conv.KernelSize,
        };
    }
}
