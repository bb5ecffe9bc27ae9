using Akida.Graph;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Activations;
using Akida.Integers;
using Akida.Integers.Converted;

namespace Akida.Quantization.Conversion;

/// <summary>Makes blocks Akida 1.0 layers, whose activations count the steps by which a potential passes a threshold.</summary>
internal static class ConverterV1
{
    /// <summary>A layer before the chip's limits are applied.</summary>
    private sealed record Draft(AkidaBlock Block, IntegerWeightedLayer Main, Requantization? Quantizer, float[] Steps, long[] Thresholds);

    /// <summary>The layers, and what their activations would count without limits.</summary>
    public static (IReadOnlyList<AkidaLayer> Layers, EquatableArray<ActivationSteps> Steps) Convert(ConversionContext context)
    {
        List<AkidaLayer> layers = [];
        List<ActivationSteps> unlimited = [];
        float[]? ratios = null;
        for (int i = 0; i < context.Blocks.Count; i++)
        {
            Draft draft = MakeDraft(context, context.Blocks[i]);
            float[]? previous = ratios;
            ratios = null;
            if (i < context.Blocks.Count - 1)
            {
                ratios = LimitSteps(draft);
                unlimited.Add(new ActivationSteps(draft.Block.Main.Name, draft.Block.IsInputConvolution, draft.Thresholds.Max()));
                LimitThresholds(draft);
            }

            layers.Add(Finish(context, draft, previous));
        }

        return (layers, unlimited.ToEquatableArray());
    }

    private static Draft MakeDraft(ConversionContext context, AkidaBlock block)
    {
        IntegerWeightedLayer main = (IntegerWeightedLayer)context.Program[block.Main.Name];
        int channels = main.Output.Channels;
        Requantization? quantizer = context.Program[block.Last.Name].Requantization;
        bool active = block.Find<ReLU>() is not null;
        long area = block.Find<GlobalAveragePooling2D>() is { } pool && context.Model.Shape(pool.Inputs[0]) is var map ? (long)map[0] * map[1] : 1;
        float[] steps = new float[channels];
        long[] thresholds = new long[channels];
        for (int c = 0; c < channels; c++)
        {
            float unit = quantizer is null ? 1f : FixedPoint.PowerOfTwo(-quantizer.Shifts[Index(quantizer.Shifts, c)]) / quantizer.Scales[Index(quantizer.Scales, c)];
            thresholds[c] = -(main.Bias?.ValueOf(c) ?? 0) * area;
            if (active && quantizer is not null)
            {
                thresholds[c] += FixedPoint.Round(0.5f * unit);
                steps[c] = unit * FixedPoint.PowerOfTwo(quantizer.Bitwidth - 4);
            }
            else
            {
                steps[c] = unit;
            }
        }

        if ((!active || quantizer is null) && context.Model.OnlyConsumer(block.Last.Name) is { Operation: Dequantizer } end)
        {
            float[] scales = context.DequantizerScales((IntegerDequantizer)context.Program[end.Name]);
            steps = [.. steps.Select((step, c) => step / scales[scales.Length == 1 ? 0 : c])];
        }

        return new Draft(block, main, quantizer, steps, thresholds);
    }

    /// <summary>Brings steps down to what the chip holds; returns by how much the next layer's weights shrink, per channel, or null.</summary>
    private static float[]? LimitSteps(Draft draft)
    {
        float limit = SaturationRule.LargestStep(draft.Block.IsInputConvolution);
        float[] ratios = [.. draft.Steps.Select(step => step > limit ? step / limit : 1f)];
        for (int c = 0; c < ratios.Length; c++)
        {
            if (ratios[c] != 1f)
            {
                float old = draft.Steps[c];
                draft.Steps[c] = limit;
                draft.Thresholds[c] += (long)(FixedPoint.Round(0.5f * (limit - old)) / Math.Pow(2, draft.Quantizer!.Bitwidth - 4));
            }
        }

        return ratios.All(ratio => ratio == 1f) ? null : ratios;
    }

    private static void LimitThresholds(Draft draft)
    {
        for (int c = 0; c < draft.Thresholds.Length; c++)
        {
            draft.Thresholds[c] = Math.Min(draft.Thresholds[c], SaturationRule.LargestThreshold(draft.Block.IsInputConvolution));
        }
    }

    private static AkidaLayer Finish(ConversionContext context, Draft draft, float[]? ratios)
    {
        AkidaBlock block = draft.Block;
        LayerBuilder layer = new(block.Main.Name, block.Type!, context.Inbounds(block));
        SetParameters(layer, context, draft);
        AddWeights(layer, context, draft, ratios);
        if (draft.Main.Bias is not null || block.Find<ReLU>() is not null)
        {
            layer.Add("threshold", Array.ConvertAll(draft.Thresholds, value => (int)Math.Clamp(value, int.MinValue, int.MaxValue)));
        }

        layer.Add("act_step", draft.Steps);
        AddExact(layer, context, draft);
        return layer.Build();
    }

    private static void SetParameters(LayerBuilder layer, ConversionContext context, Draft draft)
    {
        bool active = draft.Block.Find<ReLU>() is not null;
        if (draft.Main is IntegerDense)
        {
            layer.Set("units", draft.Main.Output.Channels).Set("activation", active).Set("weights_bits", draft.Main.WeightBits);
        }
        else
        {
            IntegerConvolution convolution = (IntegerConvolution)draft.Main;
            layer.Set("padding", ConvolutionParameters.Padding(convolution)).Set("kernel_size", Pair(convolution.KernelSize)).Set("filters", convolution.Output.Channels);
            layer.Set("weights_bits", convolution.WeightBits).Set("kernel_stride", Pair(convolution.Strides)).Set("activation", active);
            if (draft.Block.IsInputConvolution)
            {
                byte[] padding = AkidaWeights.PaddingValues((IntegerConv2D)convolution, AkidaVersion.V1);
                layer.Set("input_shape", convolution.InputShape.Dimensions).Set("padding_value", (int)padding[0]);
            }
        }

        if (draft.Block.Find<MaxPooling2D>() is { } max)
        {
            IntegerMaxPooling2D pool = (IntegerMaxPooling2D)context.Program[max.Name];
            layer.Set("pool_type", "Max").Set("pool_size", Pair(pool.PoolSize)).Set("pool_stride", Pair(pool.Strides));
        }
        else if (draft.Block.Find<GlobalAveragePooling2D>() is not null)
        {
            layer.Set("pool_type", "Average");
        }

        if (active && draft.Quantizer is not null)
        {
            layer.Set("act_bits", draft.Quantizer.Bitwidth);
        }

        layer.Set(ExactNames.BufferBits, draft.Main.BufferValueBits + 1);
        if (draft.Quantizer is not null)
        {
            layer.Set(ExactNames.PostOpBufferBits, draft.Quantizer.BufferBits).Set(ExactNames.OutputBits, draft.Quantizer.Bitwidth).Set(ExactNames.OutputSigned, draft.Quantizer.IsSigned);
        }
    }

    private static void AddWeights(LayerBuilder layer, ConversionContext context, Draft draft, float[]? ratios)
    {
        int inputs = context.InputFormat(draft.Block.Main).Channels, outputs = draft.Main.Output.Channels;
        switch (draft.Main)
        {
            case IntegerSeparableConv2D separable:
                TensorShape depthwise = new(separable.KernelSize.Height, separable.KernelSize.Width, inputs, 1);
                AddLimited(layer, "weights", depthwise, WeightLayouts.Flip(separable.DepthwiseWeights, separable.KernelSize), ratios, inner: 1);
                layer.Add("weights_pw", new TensorShape(1, 1, inputs, outputs), separable.Weights.ToArray());
                break;
            case IntegerDense dense when draft.Block.Find<Flatten>() is { } flatten && context.Model.Shape(flatten.Inputs[0]) is { Rank: 3 } map:
                float[]? repeated = ratios is null ? null : [.. Enumerable.Range(0, inputs).Select(row => ratios[row / (map[0] * map[1])])];
                layer.Set(ExactNames.FlattenShape, map.Dimensions);
                AddLimited(layer, "weights", new TensorShape(1, 1, inputs, outputs), WeightLayouts.ChannelsFirst(dense.Weights, map, outputs), repeated, outputs);
                break;
            case IntegerDense dense:
                if (draft.Block.Find<Reshape>() is not null)
                {
                    EquatableArray<int> unchanged = [1, 1, inputs];
                    layer.Set(ExactNames.FlattenShape, unchanged);
                }

                AddLimited(layer, "weights", new TensorShape(1, 1, inputs, outputs), dense.Weights.ToArray(), ratios, outputs);
                break;
            case IntegerConv2D convolution:
                TensorShape shape = new(convolution.KernelSize.Height, convolution.KernelSize.Width, inputs, outputs);
                bool isInput = draft.Block.IsInputConvolution;
                sbyte[] values = isInput ? convolution.Weights.ToArray() : WeightLayouts.Flip(convolution.Weights, convolution.KernelSize);
                AddLimited(layer, "weights", shape, values, ratios, outputs);
                break;
            default:
                throw new GraphException($"layer '{draft.Main.Name}': no Akida 1.0 layer for {draft.Main.GetType().Name}", draft.Main.Name);
        }
    }

    /// <summary>Adds weights divided (and floored) by the ratio of their input channel; the undivided ones stand beside them.</summary>
    private static void AddLimited(LayerBuilder layer, string name, TensorShape shape, sbyte[] weights, float[]? ratios, int inner)
    {
        if (ratios is null)
        {
            layer.Add(name, shape, weights);
            return;
        }

        layer.Add(name, shape, weights.Select((weight, i) => (sbyte)MathF.Floor(weight / ratios[i / inner % ratios.Length])).ToArray());
        layer.Add(ExactNames.Weights, shape, weights);
    }

    private static void AddExact(LayerBuilder layer, ConversionContext context, Draft draft)
    {
        int channels = draft.Main.Output.Channels, inputs = context.InputFormat(draft.Block.Main).Channels;
        AkidaWeights.AddBias(layer, draft.Main.Bias, channels);
        if (draft.Main.InputShifts.Count > 0)
        {
            layer.Add("input_shift", AkidaWeights.Shifts(draft.Main.InputShifts, inputs));
        }
        else
        {
            AkidaWeights.AddDenseShifts(layer, context, draft.Block);
        }

        if (draft.Block.Find<ReLU>() is { } relu && context.Program[relu.Name] is IntegerReLU { MaxValue: { } bound })
        {
            AkidaWeights.AddBound(layer, bound, channels);
        }

        OutputVariables.Add(layer, draft.Quantizer, channels, bufferBits: 129, withScales: true);
        if (context.Model.OnlyConsumer(draft.Block.Last.Name) is { Operation: Dequantizer } end)
        {
            layer.Add(ExactNames.Scales, context.DequantizerScales((IntegerDequantizer)context.Program[end.Name]));
        }
    }

    private static int Index(EquatableArray<int> values, int channel) => values.Count == 1 ? 0 : channel;

    private static EquatableArray<int> Pair(Size2D size) => [size.Height, size.Width];
}
