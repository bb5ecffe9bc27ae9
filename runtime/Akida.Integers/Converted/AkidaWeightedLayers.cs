using Akida.Graph.Converted;

namespace Akida.Integers.Converted;

/// <summary>The layer with weights of a converted layer, without what follows it.</summary>
/// <param name="layer">The layer.</param>
/// <param name="source">What it takes its input from.</param>
/// <param name="flattenedMap">The map that was flattened before it, if one was.</param>
internal sealed class AkidaWeightedLayers(WeightedAkidaLayer layer, IntegerLayer source, TensorShape? flattenedMap)
{
    private readonly int inputs = source.Output.Channels;

    private int BufferValueBits => layer.BufferBits - 1;

    private TensorShape Map =>
        source.Output.Shape is { Rank: 3 } map ? map : throw new GraphException($"its input is {source.Output.Shape}, must be a map H×W×C");

    private EquatableArray<int> Shifts => layer.InputShifts.Any(shift => shift != 0) ? layer.InputShifts : [];

    /// <summary>The layer.</summary>
    public IntegerWeightedLayer Create() =>
        layer switch
        {
            InputConvolutionalLayer own => Convolution(own, own.Filters, own.Weights.Values, PaddingValue(own)),
            InputConv2DLayer own => Convolution(own, own.Filters, own.Weights.Values, PaddingValue(own)),
            ConvolutionalLayer own => Convolution(own, own.Filters, Flipped(own)),
            Conv2DLayer own => Convolution(own, own.Filters, Flipped(own)),
            SeparableConvolutionalLayer own => Separable(own),
            DepthwiseConv2DLayer own => Depthwise(own),
            Conv2DTransposeLayer own => Transpose(own),
            DepthwiseConv2DTransposeLayer own => DepthwiseTranspose(own),
            Dense1DLayer own => Dense(own.Units, map: null),
            FullyConnectedLayer own => Dense(own.Units, own.FlattenShape ?? flattenedMap),
            BufferTempConvLayer own => Temporal(own),
            DepthwiseBufferTempConvLayer own => DepthwiseTemporal(own),
            _ => throw new InvalidOperationException($"no integer layer is made of {layer.Type}"),
        };

    private EquatableArray<sbyte> Flipped(IAkidaConvolution convolution) =>
        new(WeightLayouts.Flip(layer.Weights.Values, convolution.KernelSize));

    private TensorShape Slid(IAkidaConvolution convolution, int channels)
    {
        (TensorShape map, Size2D kernel, Size2D strides) = (Map, convolution.KernelSize, convolution.Strides);
        return new TensorShape(
            Windows.OutputLength(map[0], kernel.Height, strides.Height, 1, convolution.Padding),
            Windows.OutputLength(map[1], kernel.Width, strides.Width, 1, convolution.Padding),
            channels
        );
    }

    private IntegerConv2D Convolution(
        IAkidaConvolution own,
        int filters,
        EquatableArray<sbyte> weights,
        AlignedValues? paddingValue = null
    ) =>
        new(layer.Name, [source.Name], Output(Slid(own, filters)))
        {
            InputShape = source.Output.Shape,
            KernelSize = own.KernelSize,
            Strides = own.Strides,
            Padding = own.Padding,
            Weights = weights,
            WeightBits = layer.WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(filters),
            InputShifts = Shifts,
            PaddingValue = paddingValue,
        };

    private static AlignedValues? PaddingValue(IAkidaInputConvolution own) =>
        own.PaddingValues.All(value => value == 0)
            ? null
            : new AlignedValues(
                own.PaddingValues,
                own.PaddingValues.Select(_ => 0).ToEquatableArray(),
                own.PaddingValues.Select(value => (long)value).ToEquatableArray()
            );

    private IntegerSeparableConv2D Separable(SeparableConvolutionalLayer own) =>
        new(layer.Name, [source.Name], Output(Slid(own, own.Filters)))
        {
            InputShape = source.Output.Shape,
            KernelSize = own.KernelSize,
            Strides = own.Strides,
            Padding = own.Padding,
            DepthwiseWeights = Flipped(own),
            DepthwiseWeightBits = layer.WeightBits,
            Weights = own.PointwiseWeights.Values,
            WeightBits = layer.WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(own.Filters),
            InputShifts = Shifts,
        };

    private IntegerDepthwiseConv2D Depthwise(DepthwiseConv2DLayer own) =>
        new(layer.Name, [source.Name], Output(Slid(own, inputs)))
        {
            InputShape = source.Output.Shape,
            KernelSize = own.KernelSize,
            Strides = own.Strides,
            Padding = own.Padding,
            Weights = Flipped(own),
            WeightBits = layer.WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(inputs),
        };

    private IntegerConv2DTranspose Transpose(Conv2DTransposeLayer own) =>
        new(layer.Name, [source.Name], Output(Doubled(own.Filters)))
        {
            InputShape = source.Output.Shape,
            KernelSize = own.KernelSize,
            Strides = new Size2D(2),
            Padding = Padding.Same,
            Weights = own.Weights.Values,
            WeightBits = layer.WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(own.Filters),
            InputShifts = Shifts,
        };

    private IntegerDepthwiseConv2DTranspose DepthwiseTranspose(DepthwiseConv2DTransposeLayer own) =>
        new(layer.Name, [source.Name], Output(Doubled(inputs)))
        {
            InputShape = source.Output.Shape,
            KernelSize = own.KernelSize,
            Strides = new Size2D(2),
            Padding = Padding.Same,
            Weights = own.Weights.Values,
            WeightBits = layer.WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(inputs),
            InputShifts = Shifts,
        };

    /// <summary>A dense layer.</summary>
    /// <param name="units">Its outputs.</param>
    /// <param name="map">The map whose order its weights were changed to fit, or null.</param>
    private IntegerDense Dense(int units, TensorShape? map)
    {
        if (map is { } given && (given.Rank != 3 || given.Elements != inputs))
        {
            throw new GraphException($"its weights are those of a flattened {given}, must be of a map of its {inputs} inputs");
        }

        EquatableArray<sbyte> weights = layer.Weights.Values;
        return new IntegerDense(layer.Name, [source.Name], Output(new TensorShape(units)))
        {
            Weights = map is { } shape ? new EquatableArray<sbyte>(WeightLayouts.ChannelsLast(weights.ToArray(), shape, units)) : weights,
            WeightBits = layer.WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(units),
            InputShifts = flattenedMap is null ? Shifts : [],
        };
    }

    private IntegerBufferTempConv Temporal(BufferTempConvLayer own) =>
        new(layer.Name, [source.Name], Output(source.Output.Shape.WithChannels(own.Filters)))
        {
            Weights = own.Weights.Values,
            WeightBits = layer.WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(own.Filters),
            InputShifts = Shifts,
            Frames = own.Frames,
        };

    private IntegerDepthwiseBufferTempConv DepthwiseTemporal(DepthwiseBufferTempConvLayer own) =>
        new(layer.Name, [source.Name], Output(source.Output.Shape))
        {
            Weights = own.Weights.Values,
            WeightBits = layer.WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(inputs),
            InputShifts = Shifts,
            Frames = own.Frames,
        };

    private TensorShape Doubled(int channels) => new(checked(2 * Map[0]), checked(2 * Map[1]), channels);

    private ValueFormat Output(TensorShape shape) => new(shape, BufferValueBits, [0]);

    private AlignedValues? Bias(int channels) => AkidaProgramBuilder.Aligned(layer.Bias, channels, BufferValueBits);
}
