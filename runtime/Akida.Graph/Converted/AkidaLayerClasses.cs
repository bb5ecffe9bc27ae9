namespace Akida.Graph.Converted;

/// <summary>
/// All types of Akida layers: a function of each exchanges the layer's settings with its parameters and variables, so that reading and
/// writing cannot differ. Where the form of the open converter loses information, variables of ours beside its own keep the layer exact.
/// </summary>
public static partial class AkidaLayerClasses
{
    private static readonly Dictionary<AkidaLayerType, AkidaLayerClass> Classes = new AkidaLayerClass[]
    {
        new AkidaLayerClass<InputDataLayer>(new(), InputData),
        new AkidaLayerClass<QuantizerLayer>(new(), Quantizer),
        new AkidaLayerClass<DequantizerLayer>(new(), Dequantizer),
        new AkidaLayerClass<ConcatenateLayer>(new(), (_, layer) => layer),
        new AkidaLayerClass<AddLayer>(new(), Add),
        new AkidaLayerClass<InputConvolutionalLayer>(new(), InputConvolutional),
        new AkidaLayerClass<ConvolutionalLayer>(new(), Convolutional),
        new AkidaLayerClass<SeparableConvolutionalLayer>(new(), SeparableConvolutional),
        new AkidaLayerClass<FullyConnectedLayer>(new(), FullyConnected),
        new AkidaLayerClass<InputConv2DLayer>(new(), InputConv2D),
        new AkidaLayerClass<Conv2DLayer>(new(), Conv2D),
        new AkidaLayerClass<DepthwiseConv2DLayer>(new(), DepthwiseConv2D),
        new AkidaLayerClass<Conv2DTransposeLayer>(new(), Conv2DTranspose),
        new AkidaLayerClass<DepthwiseConv2DTransposeLayer>(new(), DepthwiseConv2DTranspose),
        new AkidaLayerClass<Dense1DLayer>(new(), Dense1D),
        new AkidaLayerClass<BufferTempConvLayer>(new(), BufferTempConv),
        new AkidaLayerClass<DepthwiseBufferTempConvLayer>(new(), DepthwiseBufferTempConv),
    }.ToDictionary(known => known.Type);

    /// <summary>Reads a layer's parameters and variables.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The shape of what it takes from the layer before it, or null where there is none before it.</param>
    /// <exception cref="GraphException">
    /// The type is not known, or a parameter or variable is missing or wrong; the error names it.
    /// </exception>
    /// <exception cref="OverflowException">Sizes are too large.</exception>
    public static KnownAkidaLayer Read(AkidaLayer layer, TensorShape? input)
    {
        AkidaLayerClass known = layer.KnownType is { } type
            ? Classes[type]
            : throw new GraphException($"its type is '{layer.Type}', which is no Akida layer known here");
        return known.Read(new AkidaLayerReader(layer, input)) with { Name = layer.Name, Inbounds = layer.Inbounds };
    }

    /// <summary>Writes a layer's parameters and variables.</summary>
    /// <exception cref="GraphException">A value is larger than a file can hold; the error names the layer and the variable.</exception>
    public static AkidaLayer Write(KnownAkidaLayer layer)
    {
        AkidaLayerWriter writer = new();
        try
        {
            Classes[layer.Type].Write(writer, layer);
        }
        catch (GraphException error)
        {
            throw error.About(layer.Name);
        }

        return writer.Build(layer);
    }

    private static InputDataLayer InputData(AkidaLayerSettings settings, InputDataLayer layer) =>
        layer with
        {
            InputShape = settings.Required(AkidaNames.InputShape, AkidaParameters.Shape, layer.InputShape),
            InputBits = settings.Value(AkidaNames.InputBits, AkidaParameters.Integer, layer.InputBits),
            InputType = settings.Value(AkidaNames.InputType, AkidaParameters.DataType, layer.InputType),
        };

    private static QuantizerLayer Quantizer(AkidaLayerSettings settings, QuantizerLayer layer)
    {
        layer = layer with
        {
            InputShape = settings.Required(AkidaNames.InputShape, AkidaParameters.Shape, layer.InputShape),
            OutputBits = settings.Required(AkidaNames.OutputBits, AkidaParameters.Integer, layer.OutputBits),
            IsSigned = settings.Value(AkidaNames.OutputSigned, AkidaParameters.Flag, layer.IsSigned),
        };
        int channels = layer.InputShape.Channels;
        layer = layer with { Scales = settings.Floats(AkidaNames.Scales, layer.Scales, channels) };
        return layer.IsSigned
            ? layer
            : layer with
            {
                ZeroPoints = settings.Integers(AkidaNames.ZeroPoints, AkidaElement.UInt8, layer.ZeroPoints, channels),
            };
    }

    private static DequantizerLayer Dequantizer(AkidaLayerSettings settings, DequantizerLayer layer) =>
        layer with
        {
            Scales = settings.Floats(AkidaNames.Scales, layer.Scales, settings.InputChannels),
        };

    private static AddLayer Add(AkidaLayerSettings settings, AddLayer layer)
    {
        int channels = settings.InputChannels;
        layer = layer with
        {
            BufferBits = settings.Required(AkidaNames.BufferBits, AkidaParameters.Integer, layer.BufferBits),
            LeftShifts = settings.Integers(AkidaNames.LeftShift, AkidaElement.UInt8, layer.LeftShifts, channels),
            RightShifts = settings.Integers(AkidaNames.RightShift, AkidaElement.UInt8, layer.RightShifts, channels),
        };
        return layer with { Output = OutputV2(settings, layer.Output, layer.BufferBits, channels, hasScales: false) };
    }

    /// <summary>The bits of a weighted layer, which are read wherever they stand among its other parameters.</summary>
    private static int WeightBits(AkidaLayerSettings settings, WeightedAkidaLayer layer) =>
        settings.Required(AkidaNames.WeightBits, AkidaParameters.Integer, layer.WeightBits);

    private static int BufferBits(AkidaLayerSettings settings, WeightedAkidaLayer layer) =>
        settings.Required(AkidaNames.BufferBits, AkidaParameters.Integer, layer.BufferBits);

    private static int Filters(AkidaLayerSettings settings, int filters) =>
        settings.Required(AkidaNames.Filters, AkidaParameters.Count, filters);

    /// <summary>The image's shape: where no layer is before it, that is what the layer takes.</summary>
    private static TensorShape InputShape(AkidaLayerSettings settings, IAkidaInputConvolution layer)
    {
        TensorShape given = settings.Value(AkidaNames.InputShape, AkidaParameters.Shape, layer.InputShape);
        settings.Input ??=
            given.Rank > 0 ? given : throw new GraphException($"it has no inbounds and no parameter '{AkidaNames.InputShape}'");
        return given.Rank > 0 ? given : settings.Input.Value;
    }

    private static AkidaPool? Pool(AkidaLayerSettings settings, AkidaPool? pool, AkidaParameterCodec<Size2D> size)
    {
        AkidaPoolType? type = settings.Optional(AkidaNames.PoolType, AkidaParameters.PoolType, pool?.Type);
        return type switch
        {
            null => null,
            AkidaPoolType.Max => new AkidaPool(
                AkidaPoolType.Max,
                settings.Required(AkidaNames.PoolSize, size, pool?.Size ?? default),
                settings.Required(AkidaNames.PoolStrides, size, pool?.Strides ?? default)
            ),
            _ => new AkidaPool(type.Value),
        };
    }

    private static ShiftedValues? Bias(AkidaLayerSettings settings, ShiftedValues? bias, long channels) =>
        Shifted(settings, AkidaNames.Bias, AkidaElement.Int8, AkidaNames.BiasShift, bias, channels);

    private static ShiftedValues? Bound(AkidaLayerSettings settings, ShiftedValues? bound, long channels) =>
        Shifted(settings, AkidaNames.Bound, AkidaElement.UInt8, AkidaNames.BoundShift, bound, channels);

    private static ShiftedValues? Shifted(
        AkidaLayerSettings settings,
        string name,
        AkidaElement element,
        string shiftName,
        ShiftedValues? value,
        long channels
    ) =>
        settings.Has(name, value is not null)
            ? new ShiftedValues(
                settings.Integers(name, element, value?.Values ?? [], channels),
                settings.Integers(shiftName, AkidaElement.UInt8, value?.Shifts ?? [], channels)
            )
            : null;

    /// <summary>Shifts of the input's channels; a dense layer has those of the map where it takes one.</summary>
    private static EquatableArray<int> InputShifts(AkidaLayerSettings settings, WeightedAkidaLayer layer) =>
        settings.OptionalIntegers(AkidaNames.InputShift, AkidaElement.UInt8, layer.InputShifts, settings.InputChannels);

    /// <summary>
    /// The scales and shifts of an output quantiser; a shift that the hardware cannot do is clipped, and kept beside it as it is.
    /// </summary>
    private static AkidaOutput OutputVariables(
        AkidaLayerSettings settings,
        AkidaOutput output,
        int lowestShift,
        long channels,
        bool hasScales
    )
    {
        if (hasScales)
        {
            int bits = settings.Optional(AkidaNames.ScaleBits, AkidaParameters.Integer, output.ScaleBits, AkidaOutput.UsualScaleBits);
            AkidaElement element = bits <= AkidaOutput.UsualScaleBits ? AkidaElement.UInt8 : AkidaElement.UInt16;
            EquatableArray<int> scales = settings.OptionalIntegers(AkidaNames.OutputScales, element, output.Scales, channels);
            output = output with { ScaleBits = bits, Scales = scales };
        }

        EquatableArray<int> clipped = output
            .Shifts.Select(shift => Math.Min(Math.Max(shift, lowestShift), sbyte.MaxValue))
            .ToEquatableArray();
        EquatableArray<int> stored = settings.Integers(AkidaNames.OutputShift, AkidaElement.Int8, clipped, channels);
        return output with
        {
            Shifts = settings.Has(AkidaNames.ExactOutputShift, clipped != output.Shifts)
                ? settings.Integers(AkidaNames.ExactOutputShift, AkidaElement.Int16, output.Shifts, channels)
                : stored,
        };
    }
}
