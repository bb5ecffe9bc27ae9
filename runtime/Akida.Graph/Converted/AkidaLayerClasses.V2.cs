namespace Akida.Graph.Converted;

/// <content>The types of Akida 2.0.</content>
public static partial class AkidaLayerClasses
{
    private static InputConv2DLayer InputConv2D(AkidaLayerSettings settings, InputConv2DLayer layer)
    {
        layer = Kernel(settings, layer);
        layer = layer with { InputShape = InputShape(settings, layer), Filters = Filters(settings, layer.Filters) };
        layer = Weights(settings, Window(settings, layer), KernelArea(layer) * settings.InputChannels * layer.Filters, layer.Filters);
        layer = layer with
        {
            PaddingValues = settings.OptionalIntegers(
                AkidaNames.PaddingValue,
                AkidaElement.UInt8,
                layer.PaddingValues,
                settings.InputChannels
            ),
        };
        return TailV2(settings, layer, layer.Filters);
    }

    private static Conv2DLayer Conv2D(AkidaLayerSettings settings, Conv2DLayer layer)
    {
        layer = Kernel(settings, layer);
        layer = Window(settings, layer with { Filters = Filters(settings, layer.Filters) });
        return Rest(settings, layer, KernelArea(layer) * settings.InputChannels * layer.Filters, layer.Filters);
    }

    private static DepthwiseConv2DLayer DepthwiseConv2D(AkidaLayerSettings settings, DepthwiseConv2DLayer layer)
    {
        layer = Window(settings, Kernel(settings, layer));
        return Rest(settings, layer, KernelArea(layer) * settings.InputChannels, settings.InputChannels);
    }

    private static Conv2DTransposeLayer Conv2DTranspose(AkidaLayerSettings settings, Conv2DTransposeLayer layer)
    {
        layer = Kernel(settings, layer);
        layer = layer with { Filters = Filters(settings, layer.Filters) };
        return Rest(settings, layer, KernelArea(layer) * settings.InputChannels * layer.Filters, layer.Filters);
    }

    private static DepthwiseConv2DTransposeLayer DepthwiseConv2DTranspose(AkidaLayerSettings settings, DepthwiseConv2DTransposeLayer layer)
    {
        layer = Kernel(settings, layer);
        return Rest(settings, layer, KernelArea(layer) * settings.InputChannels, settings.InputChannels);
    }

    private static Dense1DLayer Dense1D(AkidaLayerSettings settings, Dense1DLayer layer)
    {
        layer = layer with
        {
            Units = settings.Required(AkidaNames.Units, AkidaParameters.Count, layer.Units),
            Activation = Activation(settings, layer),
            BufferBits = BufferBits(settings, layer),
            WeightBits = WeightBits(settings, layer),
        };
        return Rest(settings, layer, settings.InputElements * layer.Units, layer.Units);
    }

    private static BufferTempConvLayer BufferTempConv(AkidaLayerSettings settings, BufferTempConvLayer layer)
    {
        layer = Frames(settings, layer);
        layer = layer with { Filters = Filters(settings, layer.Filters) };
        return Rest(settings, layer, (long)layer.Frames * settings.InputChannels * layer.Filters, layer.Filters);
    }

    private static DepthwiseBufferTempConvLayer DepthwiseBufferTempConv(AkidaLayerSettings settings, DepthwiseBufferTempConvLayer layer)
    {
        layer = Frames(settings, layer);
        return Rest(settings, layer, (long)layer.Frames * settings.InputChannels, settings.InputChannels);
    }

    private static AkidaActivation Activation(AkidaLayerSettings settings, WeightedAkidaLayerV2 layer) =>
        settings.Value(AkidaNames.Activation, AkidaParameters.Activation, layer.Activation);

    private static T Kernel<T>(AkidaLayerSettings settings, T layer)
        where T : SpatialLayerV2 =>
        layer with
        {
            KernelSize = settings.Required(AkidaNames.KernelSize, AkidaParameters.Square, layer.KernelSize),
            Activation = Activation(settings, layer),
            BufferBits = BufferBits(settings, layer),
            WeightBits = WeightBits(settings, layer),
        };

    private static T Window<T>(AkidaLayerSettings settings, T layer)
        where T : ConvolutionLayerV2 =>
        layer with
        {
            Padding = settings.Required(AkidaNames.Padding, AkidaParameters.Padding, layer.Padding),
            Strides = settings.Required(AkidaNames.Strides, AkidaParameters.Square, layer.Strides),
        };

    private static T Frames<T>(AkidaLayerSettings settings, T layer)
        where T : TemporalLayerV2 =>
        layer with
        {
            Frames = settings.Required(AkidaNames.Frames, AkidaParameters.Count, layer.Frames),
            BufferBits = BufferBits(settings, layer),
            Activation = Activation(settings, layer),
            WeightBits = WeightBits(settings, layer),
        };

    private static long KernelArea(SpatialLayerV2 layer) => (long)layer.KernelSize.Height * layer.KernelSize.Width;

    private static T Rest<T>(AkidaLayerSettings settings, T layer, long weights, int channels)
        where T : WeightedAkidaLayerV2 => TailV2(settings, Weights(settings, layer, weights, channels), channels);

    private static T Weights<T>(AkidaLayerSettings settings, T layer, long count, int channels)
        where T : WeightedAkidaLayerV2 =>
        layer with
        {
            Weights = settings.Weights(AkidaNames.Weights, layer.Weights, count),
            Bias = Bias(settings, layer.Bias, channels),
            InputShifts = InputShifts(settings, layer),
        };

    /// <summary>What follows the weights.</summary>
    private static T TailV2<T>(AkidaLayerSettings settings, T layer, int channels)
        where T : WeightedAkidaLayerV2 =>
        layer with
        {
            Pool = Pool(settings, layer.Pool, AkidaParameters.Square),
            Lookup = layer.Activation == AkidaActivation.LUT ? Lookup(settings, layer.Lookup, channels) : null,
            Bound = Bound(settings, layer.Bound, channels),
            Output = OutputV2(settings, layer.Output, layer.BufferBits, channels, hasScales: true),
        };

    private static AkidaLookup Lookup(AkidaLayerSettings settings, AkidaLookup? lookup, int channels) =>
        new(
            settings.Integers(AkidaNames.LookupScales, AkidaElement.UInt8, lookup?.Scales ?? [], channels),
            settings.Integers(AkidaNames.LookupShift, AkidaElement.Int8, lookup?.Shifts ?? [], channels),
            settings.Integers(AkidaNames.LookupTable, AkidaElement.Int32, lookup?.Table ?? [], AkidaLookup.Entries)
        );

    private static AkidaOutput? OutputV2(AkidaLayerSettings settings, AkidaOutput? given, int bufferBits, int channels, bool hasScales)
    {
        if (!settings.Has(AkidaNames.OutputShift, given is not null))
        {
            settings.Ignored(AkidaNames.OutputBits, AkidaParameters.Integer, bufferBits);
            return null;
        }

        AkidaOutput output = given ?? new AkidaOutput();
        output = output with
        {
            Bits = settings.Required(AkidaNames.OutputBits, AkidaParameters.Integer, output.Bits),
            BufferBits = settings.Value(AkidaNames.PostOpBufferBits, AkidaParameters.Integer, output.BufferBits),
            IsSigned = settings.Value(AkidaNames.OutputSigned, AkidaParameters.Flag, output.IsSigned),
        };
        return OutputVariables(settings, output, 1 - bufferBits, channels, hasScales);
    }
}
