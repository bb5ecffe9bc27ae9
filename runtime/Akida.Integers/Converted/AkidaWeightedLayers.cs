namespace Akida.Integers.Converted;

/// <summary>The layer with weights of a converted layer.</summary>
internal sealed class AkidaWeightedLayers
{
    private readonly AkidaLayerReader reader;
    private readonly IntegerLayer source;
    private readonly int inputs;
    private readonly string weightsName;

    private readonly TensorShape? flattenedMap;

    /// <summary>Reads a layer.</summary>
    /// <param name="reader">The layer.</param>
    /// <param name="source">What it takes its input from.</param>
    /// <param name="flattenedMap">The map that was flattened before it, if one was.</param>
    public AkidaWeightedLayers(AkidaLayerReader reader, IntegerLayer source, TensorShape? flattenedMap)
    {
        (this.reader, this.source, this.flattenedMap, inputs) = (reader, source, flattenedMap, source.Output.Channels);
        weightsName = reader.Has(ExactNames.Weights) ? ExactNames.Weights : "weights";
        Main = Create();
    }

    /// <summary>The layer, without what follows it.</summary>
    public IntegerWeightedLayer Main { get; }

    private int BufferValueBits => reader.Integer(ExactNames.BufferBits) - 1;

    private int WeightBits => reader.Integer("weights_bits");

    private TensorShape Map => source.Output.Shape is { Rank: 3 } map ? map : throw new GraphException($"its input is {source.Output.Shape}, must be a map H×W×C");

    private EquatableArray<int> Shifts => reader.OptionalIntegers("input_shift", inputs) is { Count: > 0 } shifts && shifts.Any(shift => shift != 0) ? shifts : [];

    private IntegerWeightedLayer Create() => reader.Layer.Type switch
    {
        "InputConv2D" or "InputConvolutional" => Convolution(flipped: false),
        "Conv2D" or "Convolutional" => Convolution(flipped: true),
        "SeparableConvolutional" => Separable(),
        "DepthwiseConv2D" => Depthwise(),
        "Conv2DTranspose" => Transpose(),
        "DepthwiseConv2DTranspose" => DepthwiseTranspose(),
        "Dense1D" or "FullyConnected" => Dense(),
        "BufferTempConv" => Temporal(),
        "DepthwiseBufferTempConv" => DepthwiseTemporal(),
        var type => throw new GraphException($"its type is '{type}', which is no Akida layer known here"),
    };

    private (Size2D Kernel, Size2D Strides, Padding Padding, TensorShape Shape) Window(int filters)
    {
        Size2D kernel = reader.Size("kernel_size"), strides = reader.Size("kernel_stride");
        Padding padding = reader.Text("padding") == "Same" ? Padding.Same : Padding.Valid;
        TensorShape map = Map;
        return (kernel, strides, padding, new TensorShape(
            Windows.OutputLength(map[0], kernel.Height, strides.Height, 1, padding), Windows.OutputLength(map[1], kernel.Width, strides.Width, 1, padding), filters));
    }

    private IntegerConv2D Convolution(bool flipped)
    {
        int filters = reader.Count("filters");
        (Size2D kernel, Size2D strides, Padding padding, TensorShape shape) = Window(filters);
        EquatableArray<sbyte> weights = reader.Weights(weightsName, (long)kernel.Height * kernel.Width * inputs * filters);
        return new IntegerConv2D(reader.Layer.Name, [source.Name], Output(shape))
        {
            InputShape = source.Output.Shape,
            KernelSize = kernel,
            Strides = strides,
            Padding = padding,
            Weights = flipped ? new EquatableArray<sbyte>(WeightLayouts.Flip(weights, kernel)) : weights,
            WeightBits = WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(filters),
            InputShifts = Shifts,
            PaddingValue = PaddingValue(),
        };
    }

    private AlignedValues? PaddingValue()
    {
        EquatableArray<int> values = reader.Has("padding_value")
            ? reader.Integers("padding_value", inputs)
            : [reader.Integer("padding_value", 0)];
        return values.All(value => value == 0)
            ? null
            : new AlignedValues(values, values.Select(_ => 0).ToEquatableArray(), values.Select(value => (long)value).ToEquatableArray());
    }

    private IntegerSeparableConv2D Separable()
    {
        int filters = reader.Count("filters");
        (Size2D kernel, Size2D strides, Padding padding, TensorShape shape) = Window(filters);
        return new IntegerSeparableConv2D(reader.Layer.Name, [source.Name], Output(shape))
        {
            InputShape = source.Output.Shape,
            KernelSize = kernel,
            Strides = strides,
            Padding = padding,
            DepthwiseWeights = new EquatableArray<sbyte>(WeightLayouts.Flip(reader.Weights(weightsName, (long)kernel.Height * kernel.Width * inputs), kernel)),
            DepthwiseWeightBits = WeightBits,
            Weights = reader.Weights("weights_pw", (long)inputs * filters),
            WeightBits = WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(filters),
            InputShifts = Shifts,
        };
    }

    private IntegerDepthwiseConv2D Depthwise()
    {
        (Size2D kernel, Size2D strides, Padding padding, TensorShape shape) = Window(inputs);
        return new IntegerDepthwiseConv2D(reader.Layer.Name, [source.Name], Output(shape))
        {
            InputShape = source.Output.Shape,
            KernelSize = kernel,
            Strides = strides,
            Padding = padding,
            Weights = new EquatableArray<sbyte>(WeightLayouts.Flip(reader.Weights(weightsName, (long)kernel.Height * kernel.Width * inputs), kernel)),
            WeightBits = WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(inputs),
        };
    }

    private IntegerConv2DTranspose Transpose()
    {
        int filters = reader.Count("filters");
        Size2D kernel = reader.Size("kernel_size");
        return new IntegerConv2DTranspose(reader.Layer.Name, [source.Name], Output(Doubled(filters)))
        {
            InputShape = source.Output.Shape,
            KernelSize = kernel,
            Strides = new Size2D(2),
            Padding = Padding.Same,
            Weights = reader.Weights(weightsName, (long)kernel.Height * kernel.Width * inputs * filters),
            WeightBits = WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(filters),
            InputShifts = Shifts,
        };
    }

    private IntegerDepthwiseConv2DTranspose DepthwiseTranspose()
    {
        Size2D kernel = reader.Size("kernel_size");
        return new IntegerDepthwiseConv2DTranspose(reader.Layer.Name, [source.Name], Output(Doubled(inputs)))
        {
            InputShape = source.Output.Shape,
            KernelSize = kernel,
            Strides = new Size2D(2),
            Padding = Padding.Same,
            Weights = reader.Weights(weightsName, (long)kernel.Height * kernel.Width * inputs),
            WeightBits = WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(inputs),
            InputShifts = Shifts,
        };
    }

    private IntegerDense Dense()
    {
        int units = reader.Count("units");
        EquatableArray<sbyte> weights = reader.Weights(weightsName, (long)inputs * units);
        TensorShape? implied = reader.Layer.Type == "FullyConnected" ? flattenedMap : null;
        TensorShape? map = reader.Layer.Parameter(ExactNames.FlattenShape) is null ? implied : reader.Shape(ExactNames.FlattenShape);
        if (map is { } given && (given.Rank != 3 || given.Elements != inputs))
        {
            throw new GraphException($"{ExactNames.FlattenShape} is {given}, must be a map of the {inputs} inputs");
        }

        return new IntegerDense(reader.Layer.Name, [source.Name], Output(new TensorShape(units)))
        {
            Weights = map is { } shape ? new EquatableArray<sbyte>(WeightLayouts.ChannelsLast(weights.ToArray(), shape, units)) : weights,
            WeightBits = WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(units),
            InputShifts = flattenedMap is null ? Shifts : [],
        };
    }

    private IntegerBufferTempConv Temporal()
    {
        int filters = reader.Count("filters"), frames = reader.Count("fifo_size");
        return new IntegerBufferTempConv(reader.Layer.Name, [source.Name], Output(source.Output.Shape.WithChannels(filters)))
        {
            Weights = reader.Weights(weightsName, (long)frames * inputs * filters),
            WeightBits = WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(filters),
            InputShifts = Shifts,
            Frames = frames,
        };
    }

    private IntegerDepthwiseBufferTempConv DepthwiseTemporal()
    {
        int frames = reader.Count("fifo_size");
        return new IntegerDepthwiseBufferTempConv(reader.Layer.Name, [source.Name], Output(source.Output.Shape))
        {
            Weights = reader.Weights(weightsName, (long)frames * inputs),
            WeightBits = WeightBits,
            BufferValueBits = BufferValueBits,
            Bias = Bias(inputs),
            InputShifts = Shifts,
            Frames = frames,
        };
    }

    private TensorShape Doubled(int channels) => new(checked(2 * Map[0]), checked(2 * Map[1]), channels);

    private ValueFormat Output(TensorShape shape) => new(shape, BufferValueBits, [0]);

    private AlignedValues? Bias(int channels) => reader.Aligned("bias", "bias_shift", channels, BufferValueBits);
}
