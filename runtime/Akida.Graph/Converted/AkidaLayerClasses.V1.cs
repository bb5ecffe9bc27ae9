namespace Akida.Graph.Converted;

/// <content>The types of Akida 1.0.</content>
public static partial class AkidaLayerClasses
{
    private static InputConvolutionalLayer InputConvolutional(AkidaLayerSettings settings, InputConvolutionalLayer layer)
    {
        layer = Convolution(settings, layer);
        layer = layer with { InputShape = InputShape(settings, layer) };
        int given = layer.PaddingValues.Count == 0 ? 0 : layer.PaddingValues[0];
        int padding = settings.Value(AkidaNames.PaddingValue, AkidaParameters.Integer, given);
        layer = Weights(settings, layer with { PaddingValues = [padding] }, settings.InputChannels);
        return TailV1(settings, layer, layer.Filters);
    }

    private static ConvolutionalLayer Convolutional(AkidaLayerSettings settings, ConvolutionalLayer layer)
    {
        layer = Weights(settings, Convolution(settings, layer), settings.InputChannels);
        return TailV1(settings, layer, layer.Filters);
    }

    private static SeparableConvolutionalLayer SeparableConvolutional(AkidaLayerSettings settings, SeparableConvolutionalLayer layer)
    {
        layer = Convolution(settings, layer);
        layer = Limited(settings, layer, KernelArea(layer) * settings.InputChannels);
        layer = layer with
        {
            PointwiseWeights = settings.Weights(
                AkidaNames.PointwiseWeights,
                layer.PointwiseWeights,
                (long)settings.InputChannels * layer.Filters
            ),
        };
        return TailV1(settings, layer, layer.Filters);
    }

    private static FullyConnectedLayer FullyConnected(AkidaLayerSettings settings, FullyConnectedLayer layer)
    {
        layer = layer with
        {
            Units = settings.Required(AkidaNames.Units, AkidaParameters.Count, layer.Units),
            Activation = settings.Value(AkidaNames.Activation, AkidaParameters.HasReLU, layer.Activation),
            WeightBits = WeightBits(settings, layer),
        };
        layer = Limited(settings, layer, settings.InputElements * layer.Units);
        layer = TailV1(settings, layer, layer.Units);
        return layer with { FlattenShape = settings.Optional(AkidaNames.FlattenShape, AkidaParameters.Shape, layer.FlattenShape) };
    }

    private static T Convolution<T>(AkidaLayerSettings settings, T layer)
        where T : ConvolutionLayerV1 =>
        layer with
        {
            Padding = settings.Required(AkidaNames.Padding, AkidaParameters.Padding, layer.Padding),
            KernelSize = settings.Required(AkidaNames.KernelSize, AkidaParameters.Pair, layer.KernelSize),
            Filters = Filters(settings, layer.Filters),
            WeightBits = WeightBits(settings, layer),
            Strides = settings.Required(AkidaNames.Strides, AkidaParameters.Pair, layer.Strides),
            Activation = settings.Value(AkidaNames.Activation, AkidaParameters.HasReLU, layer.Activation),
        };

    private static T Weights<T>(AkidaLayerSettings settings, T layer, int inputs)
        where T : ConvolutionLayerV1 => Limited(settings, layer, KernelArea(layer) * inputs * layer.Filters);

    private static long KernelArea(ConvolutionLayerV1 layer) => (long)layer.KernelSize.Height * layer.KernelSize.Width;

    /// <summary>The weights, and what the chip holds in their place.</summary>
    private static T Limited<T>(AkidaLayerSettings settings, T layer, long count)
        where T : WeightedAkidaLayerV1
    {
        WeightTensor stored = settings.Weights(AkidaNames.Weights, layer.LimitedWeights ?? layer.Weights, count);
        return settings.Has(AkidaNames.ExactWeights, layer.LimitedWeights is not null)
            ? layer with
            {
                LimitedWeights = stored,
                Weights = settings.Weights(AkidaNames.ExactWeights, layer.Weights, count),
            }
            : layer with
            {
                Weights = stored,
            };
    }

    /// <summary>What follows the weights.</summary>
    private static T TailV1<T>(AkidaLayerSettings settings, T layer, int channels)
        where T : WeightedAkidaLayerV1
    {
        layer = layer with { Pool = Pool(settings, layer.Pool, AkidaParameters.Pair) };
        if (layer is { Activation: AkidaActivation.ReLU, Output: { } written })
        {
            settings.Ignored(AkidaNames.ActivationBits, AkidaParameters.Integer, written.Bits);
        }

        return layer with
        {
            BufferBits = BufferBits(settings, layer),
            Thresholds = settings.OptionalIntegers(AkidaNames.Thresholds, AkidaElement.Int32, layer.Thresholds, channels),
            ActivationSteps = settings.OptionalFloats(AkidaNames.ActivationSteps, layer.ActivationSteps, channels),
            Bias = Bias(settings, layer.Bias, channels),
            InputShifts = InputShifts(settings, layer),
            Bound = Bound(settings, layer.Bound, channels),
            Output = OutputV1(settings, layer.Output, channels),
            Scales = settings.OptionalFloats(AkidaNames.Scales, layer.Scales, channels),
        };
    }

    private static AkidaOutput? OutputV1(AkidaLayerSettings settings, AkidaOutput? given, int channels)
    {
        if (!settings.Has(AkidaNames.OutputShift, given is not null))
        {
            return null;
        }

        AkidaOutput output = given ?? new AkidaOutput();
        output = output with
        {
            BufferBits = settings.Value(AkidaNames.PostOpBufferBits, AkidaParameters.Integer, output.BufferBits),
            Bits = settings.Required(AkidaNames.OutputBits, AkidaParameters.Integer, output.Bits),
            IsSigned = settings.Value(AkidaNames.OutputSigned, AkidaParameters.Flag, output.IsSigned),
        };
        return OutputVariables(settings, output, sbyte.MinValue, channels, hasScales: true);
    }
}
