using Akida.Graph;
using Akida.Graph.Converted;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Activations;
using Akida.Integers;

namespace Akida.Quantization.Conversion;

/// <summary>Makes blocks Akida 1.0 layers, whose activations count the steps by which a potential passes a threshold.</summary>
internal static class ConverterV1
{
    /// <summary>A layer before the chip's limits are applied.</summary>
    private sealed record Draft(AkidaBlock Block, IntegerWeightedLayer Main, Requantization? Quantizer, float[] Steps, long[] Thresholds);

    /// <summary>The layers, and what their activations would count without limits.</summary>
    public static (IReadOnlyList<KnownAkidaLayer> Layers, EquatableArray<ActivationSteps> Steps) Convert(ConversionContext context)
    {
        List<KnownAkidaLayer> layers = [];
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
        long area =
            block.Find<GlobalAveragePooling2D>() is { } pool && context.Model.Shape(pool.Inputs[0]) is var map ? (long)map[0] * map[1] : 1;
        float[] steps = new float[channels];
        long[] thresholds = new long[channels];
        for (int c = 0; c < channels; c++)
        {
            float unit = quantizer is null
                ? 1f
                : FixedPoint.PowerOfTwo(-quantizer.Shifts[Index(quantizer.Shifts, c)]) / quantizer.Scales[Index(quantizer.Scales, c)];
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
            EquatableArray<float> scales = context.DequantizerScales((IntegerDequantizer)context.Program[end.Name]);
            steps = [.. steps.Select((step, c) => step / scales[scales.Count == 1 ? 0 : c])];
        }

        return new Draft(block, main, quantizer, steps, thresholds);
    }

    /// <summary>
    /// Brings steps down to what the chip holds; returns by how much the next layer's weights shrink, per channel, or null.
    /// </summary>
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

    private static WeightedAkidaLayerV1 Finish(ConversionContext context, Draft draft, float[]? ratios)
    {
        AkidaBlock block = draft.Block;
        IntegerWeightedLayer main = draft.Main;
        int channels = main.Output.Channels,
            inputs = context.InputFormat(block.Main).Channels;
        bool active = block.Find<ReLU>() is not null;
        return Weighted(context, draft, ratios) with
        {
            Name = block.Main.Name,
            Inbounds = context.Inbounds(block),
            WeightBits = main.WeightBits,
            BufferBits = main.BufferValueBits + 1,
            Pool = LayerParts.Pool(context, block),
            Activation = active ? AkidaActivation.ReLU : AkidaActivation.NoActivation,
            Thresholds =
                main.Bias is not null || active
                    ? draft.Thresholds.Select(value => (int)Math.Clamp(value, int.MinValue, int.MaxValue)).ToEquatableArray()
                    : [],
            ActivationSteps = new EquatableArray<float>(draft.Steps),
            Bias = LayerParts.Shifted(main.Bias, channels),
            InputShifts = main.InputShifts.Count > 0 ? LayerParts.Shifts(main.InputShifts, inputs) : LayerParts.DenseShifts(context, block),
            Bound = LayerParts.Bound(context, block, channels),
            Output = LayerParts.Output(draft.Quantizer, channels),
            Scales = context.Model.OnlyConsumer(block.Last.Name) is { Operation: Dequantizer } end
                ? context.DequantizerScales((IntegerDequantizer)context.Program[end.Name])
                : [],
        };
    }

    /// <summary>The layer of the right type, with its own parameters and its weights.</summary>
    private static WeightedAkidaLayerV1 Weighted(ConversionContext context, Draft draft, float[]? ratios)
    {
        int inputs = context.InputFormat(draft.Block.Main).Channels,
            outputs = draft.Main.Output.Channels;
        switch (draft.Main)
        {
            case IntegerSeparableConv2D own:
                SeparableConvolutionalLayer separable = Convolution(
                    own,
                    new SeparableConvolutionalLayer
                    {
                        PointwiseWeights = new WeightTensor(new TensorShape(1, 1, inputs, outputs), own.Weights),
                    }
                );
                WeightTensor depthwise = Kernel(own, WeightLayouts.Flip(own.DepthwiseWeights, own.KernelSize), inputs, 1);
                return Limited(separable, depthwise, ratios, inner: 1);
            case IntegerDense dense
                when draft.Block.Find<Flatten>() is { } flatten && context.Model.Shape(flatten.Inputs[0]) is { Rank: 3 } map:
                float[]? repeated = ratios is null ? null : [.. Enumerable.Range(0, inputs).Select(row => ratios[row / (map[0] * map[1])])];
                FullyConnectedLayer flattened = new() { Units = outputs, FlattenShape = map };
                WeightTensor ordered = Matrix(WeightLayouts.ChannelsFirst(dense.Weights, map, outputs), inputs, outputs);
                return Limited(flattened, ordered, repeated, outputs);
            case IntegerDense dense:
                TensorShape? unchanged = draft.Block.Find<Reshape>() is not null ? new TensorShape(1, 1, inputs) : null;
                FullyConnectedLayer connected = new() { Units = outputs, FlattenShape = unchanged };
                return Limited(connected, Matrix(dense.Weights.ToArray(), inputs, outputs), ratios, outputs);
            case IntegerConv2D own when draft.Block.IsInputConvolution:
                InputConvolutionalLayer input = Convolution(
                    own,
                    new InputConvolutionalLayer
                    {
                        InputShape = own.InputShape,
                        PaddingValues = LayerParts.PaddingValues(own, AkidaVersion.V1),
                    }
                );
                return Limited(input, Kernel(own, own.Weights.ToArray(), inputs, outputs), ratios, outputs);
            case IntegerConv2D own:
                WeightTensor weights = Kernel(own, WeightLayouts.Flip(own.Weights, own.KernelSize), inputs, outputs);
                return Limited(Convolution(own, new ConvolutionalLayer()), weights, ratios, outputs);
            default:
                throw new GraphException(
                    $"layer '{draft.Main.Name}': no {AkidaVersions.V1Name} layer for {draft.Main.GetType().Name}",
                    draft.Main.Name
                );
        }
    }

    private static T Convolution<T>(IntegerConvolution convolution, T layer)
        where T : ConvolutionLayerV1 =>
        layer with
        {
            KernelSize = convolution.KernelSize,
            Strides = convolution.Strides,
            Padding = LayerParts.PaddingOf(convolution),
            Filters = convolution.Output.Channels,
        };

    private static WeightTensor Kernel(IntegerConvolution convolution, sbyte[] weights, int inputs, int outputs) =>
        new(
            new TensorShape(convolution.KernelSize.Height, convolution.KernelSize.Width, inputs, outputs),
            new EquatableArray<sbyte>(weights)
        );

    private static WeightTensor Matrix(sbyte[] weights, int inputs, int outputs) =>
        new(new TensorShape(1, 1, inputs, outputs), new EquatableArray<sbyte>(weights));

    /// <summary>
    /// The layer with its weights; what the chip holds of them is divided (and floored) by the ratio of their input channel.
    /// </summary>
    private static T Limited<T>(T layer, WeightTensor weights, float[]? ratios, int inner)
        where T : WeightedAkidaLayerV1 =>
        layer with
        {
            Weights = weights,
            LimitedWeights = ratios is null
                ? null
                : weights with
                {
                    Values = weights
                        .Values.Select((weight, i) => (sbyte)MathF.Floor(weight / ratios[i / inner % ratios.Length]))
                        .ToEquatableArray(),
                },
        };

    private static int Index(EquatableArray<int> values, int channel) => values.Count == 1 ? 0 : channel;
}
