using Akida.Graph;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules.Convolutions;
using Akida.Integers;

namespace Akida.Quantization.Conversion;

/// <summary>The weights, biases, bounds and shifts of Akida layers.</summary>
internal static class AkidaWeights
{
    /// <summary>Adds <c>weights</c> in Akida's layout.</summary>
    public static void Add(LayerBuilder layer, AkidaBlock block, IntegerWeightedLayer main, int inputs)
    {
        int outputs = main.Output.Channels;
        (TensorShape shape, sbyte[] values) = main switch
        {
            IntegerConv2D own => (
                new TensorShape(own.KernelSize.Height, own.KernelSize.Width, inputs, outputs),
                block.IsInputConvolution ? own.Weights.ToArray() : WeightLayouts.Flip(own.Weights, own.KernelSize)),
            IntegerDepthwiseConv2D own => (new TensorShape(own.KernelSize.Height, own.KernelSize.Width, inputs, 1), WeightLayouts.Flip(own.Weights, own.KernelSize)),
            IntegerConv2DTranspose own => (new TensorShape(own.KernelSize.Height, own.KernelSize.Width, inputs, outputs), own.Weights.ToArray()),
            IntegerDepthwiseConv2DTranspose own => (new TensorShape(own.KernelSize.Height, own.KernelSize.Width, inputs, 1), own.Weights.ToArray()),
            IntegerDense own => (new TensorShape(inputs, outputs), own.Weights.ToArray()),
            IntegerBufferTempConv own => (new TensorShape(1, 1, own.Frames * inputs, outputs), own.Weights.ToArray()),
            IntegerDepthwiseBufferTempConv own => (new TensorShape(1, 1, own.Frames, inputs), own.Weights.ToArray()),
            _ => throw new GraphException($"layer '{main.Name}': no Akida layer holds the weights of {main.GetType().Name}", main.Name),
        };
        layer.Add("weights", shape, values);
    }

    /// <summary>Adds <c>bias</c> and <c>bias_shift</c>.</summary>
    public static void AddBias(LayerBuilder layer, AlignedValues? bias, int channels)
    {
        if (bias is not null)
        {
            layer.Add("bias", LayerBuilder.Spread(bias.Quantized, channels, value => (sbyte)value));
            layer.Add("bias_shift", LayerBuilder.Spread(bias.Shifts, channels, shift => (byte)shift));
        }
    }

    /// <summary>Adds <c>max_value</c> and <c>max_value_shift</c>.</summary>
    public static void AddBound(LayerBuilder layer, AlignedValues bound, int channels)
    {
        layer.Add("max_value", LayerBuilder.Spread(bound.Quantized, channels, value => (byte)value));
        layer.Add("max_value_shift", LayerBuilder.Spread(bound.Shifts, channels, shift => (byte)shift));
    }

    /// <summary>Adds the input shifts of a dense layer or of the Flatten before it, which the open converter leaves out, where there are any.</summary>
    public static void AddDenseShifts(LayerBuilder layer, ConversionContext context, AkidaBlock block)
    {
        if (block.Find<Flatten>() is { } flatten && context.Program[flatten.Name].InputShifts is { Count: > 0 } shifts)
        {
            layer.Add("input_shift", Shifts(shifts, shifts.Count));
        }
        else if (context.Program[block.Main.Name].InputShifts is { Count: > 0 } own)
        {
            layer.Add("input_shift", Shifts(own, own.Count));
        }
    }

    /// <summary>What an input convolution pads with: one value, or one per channel.</summary>
    /// <exception cref="GraphException">Akida does not pad with such values.</exception>
    public static byte[] PaddingValues(IntegerConv2D convolution, AkidaVersion version)
    {
        int[] padding = convolution.PaddingValue is { } given ? [.. given.Values.Select(value => (int)value)] : [0];
        new PaddingValueRule().Require(version, convolution.Name, padding);
        return Array.ConvertAll(padding, value => (byte)value);
    }

    /// <summary>Shifts of input channels; none stands for 0.</summary>
    public static byte[] Shifts(EquatableArray<int> shifts, int channels) => shifts.Count == 0 ? new byte[channels] : LayerBuilder.Spread(shifts, channels, shift => (byte)shift);
}
