using Akida.Graph;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Integers.Converted;

namespace Akida.Quantization.Conversion;

/// <summary>Makes blocks Akida 2.0 layers.</summary>
internal static class ConverterV2
{
    public static AkidaLayer Convert(ConversionContext context, AkidaBlock block)
    {
        LayerBuilder layer = new(block.Main.Name, block.Type!, context.Inbounds(block));
        IntegerLayer main = context.Program[block.Main.Name];
        if (main is IntegerConcatenate)
        {
            return layer.Build();
        }

        int bufferBits = (main is IntegerWeightedLayer weighted ? weighted.BufferValueBits : ((IntegerAdd)main).BufferValueBits) + 1;
        if (main is IntegerAdd add)
        {
            layer.Set("buffer_bits", bufferBits);
            SetOutput(layer, context, block, bufferBits);
            int channels = add.Output.Channels;
            layer.Add("a_shift", LayerBuilder.Spread(add.LeftShifts, channels, shift => (byte)shift));
            layer.Add("b_shift", LayerBuilder.Spread(add.RightShifts, channels, shift => (byte)shift));
            OutputVariables.Add(layer, LastQuantizer(context, block), channels, bufferBits, withScales: false);
            return layer.Build();
        }

        SetParameters(layer, context, block, (IntegerWeightedLayer)main, bufferBits);
        AddWeights(layer, context, block, (IntegerWeightedLayer)main);
        AddTail(layer, context, block, (IntegerWeightedLayer)main, bufferBits);
        return layer.Build();
    }

    private static void SetParameters(LayerBuilder layer, ConversionContext context, AkidaBlock block, IntegerWeightedLayer main, int bufferBits)
    {
        string activation = block.Find<ReLU>() is not null ? "ReLU" : block.Find<Activation>() is not null ? "LUT" : "NoActivation";
        switch (main)
        {
            case IntegerDense:
                layer.Set("units", main.Output.Channels).Set("activation", activation).Set("buffer_bits", bufferBits).Set("weights_bits", main.WeightBits);
                break;
            case IntegerBufferTempConv or IntegerDepthwiseBufferTempConv:
                layer.Set("fifo_size", main is IntegerBufferTempConv full ? full.Frames : ((IntegerDepthwiseBufferTempConv)main).Frames);
                layer.Set("buffer_bits", bufferBits).Set("activation", activation).Set("weights_bits", main.WeightBits);
                SetFilters(layer, main);
                break;
            case IntegerConvolution convolution:
                layer.Set("kernel_size", convolution.KernelSize.Height).Set("activation", activation);
                layer.Set("buffer_bits", bufferBits).Set("weights_bits", main.WeightBits);
                if (block.IsInputConvolution)
                {
                    layer.Set("input_shape", convolution.InputShape.Dimensions);
                }

                SetFilters(layer, main);
                if (convolution is not (IntegerConv2DTranspose or IntegerDepthwiseConv2DTranspose))
                {
                    layer.Set("padding", ConvolutionParameters.Padding(convolution)).Set("kernel_stride", convolution.Strides.Height);
                }

                break;
            default:
                throw new GraphException($"layer '{main.Name}': no Akida 2.0 layer for {main.GetType().Name}", main.Name);
        }

        SetPooling(layer, context, block);
        SetOutput(layer, context, block, bufferBits);
    }

    private static void SetFilters(LayerBuilder layer, IntegerWeightedLayer main)
    {
        if (main is IntegerConv2D or IntegerConv2DTranspose or IntegerBufferTempConv)
        {
            layer.Set("filters", main.Output.Channels);
        }
    }

    private static void SetPooling(LayerBuilder layer, ConversionContext context, AkidaBlock block)
    {
        if (block.Find<MaxPooling2D>() is { } max)
        {
            IntegerMaxPooling2D pool = (IntegerMaxPooling2D)context.Program[max.Name];
            layer.Set("pool_type", "Max").Set("pool_size", pool.PoolSize.Height).Set("pool_stride", pool.Strides.Height);
        }
        else if (block.Find<GlobalAveragePooling2D>() is not null)
        {
            layer.Set("pool_type", "Average");
        }
    }

    private static void SetOutput(LayerBuilder layer, ConversionContext context, AkidaBlock block, int bufferBits)
    {
        Requantization? quantizer = LastQuantizer(context, block);
        layer.Set("output_bits", quantizer?.Bitwidth ?? bufferBits);
        if (quantizer is not null)
        {
            layer.Set("post_op_buffer_bits", quantizer.BufferBits).Set(ExactNames.OutputSigned, quantizer.IsSigned);
        }
    }

    private static Requantization? LastQuantizer(ConversionContext context, AkidaBlock block) => context.Program[block.Last.Name].Requantization;

    private static void AddWeights(LayerBuilder layer, ConversionContext context, AkidaBlock block, IntegerWeightedLayer main)
    {
        int channels = main.Output.Channels, inputs = context.InputFormat(block.Main).Channels;
        AkidaWeights.Add(layer, block, main, inputs);
        AkidaWeights.AddBias(layer, main.Bias, channels);
        bool isDense = main is IntegerDense, isDepthwise = main is IntegerDepthwiseConv2D;
        if (!isDense && !isDepthwise && !block.IsInputConvolution && !context.InputFormat(block.Main).HasOneFracBits)
        {
            layer.Add("input_shift", AkidaWeights.Shifts(main.InputShifts, inputs));
        }

        if (isDense)
        {
            AkidaWeights.AddDenseShifts(layer, context, block);
        }

        if (block.IsInputConvolution)
        {
            layer.Add("padding_value", AkidaWeights.PaddingValues((IntegerConv2D)main, AkidaVersion.V2));
        }
    }

    /// <summary>The quantiser before a lookup table; a max pooling between them changes nothing.</summary>
    private static Requantization LookupQuantizer(ConversionContext context, AkidaBlock block, LayerNode activation) =>
        block.Layers.TakeWhile(node => node.Name != activation.Name).Select(node => context.Program[node.Name].Requantization).LastOrDefault(quantizer => quantizer is not null)
        ?? throw new GraphException($"layer '{activation.Name}': no layer before it has an output quantizer", activation.Name);

    private static void AddTail(LayerBuilder layer, ConversionContext context, AkidaBlock block, IntegerWeightedLayer main, int bufferBits)
    {
        int channels = main.Output.Channels;
        if (block.Find<Activation>() is { } activation)
        {
            Requantization before = LookupQuantizer(context, block, activation);
            layer.Add("activation_scales", LayerBuilder.Spread(before.Scales, channels, scale => (byte)scale));
            layer.Add("activation_shift", LayerBuilder.Spread(before.Shifts, channels, shift => (sbyte)shift));
            layer.Add("lut_values", ((IntegerLookup)context.Program[activation.Name]).Table.ToArray());
        }

        if (block.Find<ReLU>() is { } relu && context.Program[relu.Name] is IntegerReLU { MaxValue: { } bound })
        {
            AkidaWeights.AddBound(layer, bound, channels);
        }

        OutputVariables.Add(layer, LastQuantizer(context, block), channels, bufferBits, withScales: true);
    }
}
