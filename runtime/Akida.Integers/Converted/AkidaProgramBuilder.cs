using Akida.Graph.Converted;
using Akida.Graph.Operations;

namespace Akida.Integers.Converted;

/// <summary>Builds an integer program from converted layers, one after the other.</summary>
internal sealed class AkidaProgramBuilder(AkidaModel model)
{
    /// <summary>
    /// What is appended to a converted layer's name where pooling or an activation follows its weights: the last part has the name itself.
    /// </summary>
    public const string FirstPart = "#0";

    private const string DefaultInput = "input";

    private readonly List<IntegerLayer> layers = [];
    private readonly Dictionary<string, IntegerLayer> outputs = [];
    private readonly ModelLimits limits = ModelLimits.Current;
    private long activations;

    private delegate IntegerLayer TailLayer(string name, IntegerLayer input, Requantization? quantizer);

    public IntegerProgram Build()
    {
        IntegerLayer last = layers.LastOrDefault() ?? throw new GraphException($"model '{model.Name}' has no layers");
        return new IntegerProgram(model.Name, layers.ToEquatableArray(), [last.Name]);
    }

    public void Add(AkidaLayer layer)
    {
        bool mayBeFirst =
            layer.KnownType is null or AkidaLayerType.InputData or AkidaLayerType.Quantizer || layer.KnownType.Value.IsInputConvolution();
        bool takesInput = layer.Inbounds.Count == 0 && mayBeFirst;
        IntegerLayer? first = takesInput ? null : Input(layer, 0);
        switch (AkidaLayerClasses.Read(layer, first?.Output.Shape))
        {
            case QuantizerLayer own:
                AddQuantizer(own);
                break;
            case InputDataLayer own:
                AddInputData(own, first);
                break;
            case DequantizerLayer own:
                AddDequantizer(own.Name, first!, own.Scales);
                break;
            case ConcatenateLayer own:
                AddConcatenate(own, first!, Input(layer, 1));
                break;
            case AddLayer own:
                AddSum(own, first!, Input(layer, 1));
                break;
            case WeightedAkidaLayer own:
                AddBlock(own, first ?? ImplicitInput((IAkidaInputConvolution)own));
                break;
        }
    }

    /// <summary>Integers with shifts, saturated to some value bits; null where there are none.</summary>
    public static AlignedValues? Aligned(ShiftedValues? values, int channels, int valueBits) =>
        values is null
            ? null
            : new AlignedValues(
                values.Values,
                values.Shifts,
                Enumerable
                    .Range(0, channels)
                    .Select(c => FixedPoint.Saturate(FixedPoint.Shift(At(values.Values, c), At(values.Shifts, c)), valueBits))
                    .ToEquatableArray()
            );

    private static int At(EquatableArray<int> values, int channel) => values[values.Count == 1 ? 0 : channel];

    private void AddQuantizer(QuantizerLayer layer)
    {
        EquatableArray<int> fracBits = layer.Scales.Select(scale => (int)MathF.Round(MathF.Log2(scale))).ToEquatableArray();
        int bits = layer.OutputBits;
        IntegerInput input = new(DefaultInput, ValueFormat.Float(layer.InputShape), DataType.Float32);
        Append(input, DefaultInput);
        EquatableArray<int> distinct = fracBits.Distinct().Count() == 1 ? [fracBits[0]] : fracBits;
        ValueFormat format = new(layer.InputShape, layer.IsSigned ? bits - 1 : bits, distinct, layer.IsSigned ? null : [1f]);
        Append(
            new IntegerInputQuantizer(layer.Name, [input.Name], format)
            {
                Bitwidth = bits,
                IsSigned = layer.IsSigned,
                ZeroPoints = layer.ZeroPoints,
            },
            layer.Name
        );
    }

    private void AddInputData(InputDataLayer layer, IntegerLayer? source)
    {
        // Behind a quantiser it only hands on.
        IntegerLayer added = source is null
            ? IntegerInputOf(layer.Name, layer.InputShape, layer.InputType)
            : new IntegerIdentity(layer.Name, [source.Name], source.Output);
        Append(added, layer.Name);
    }

    private static IntegerInput IntegerInputOf(string name, TensorShape shape, DataType type)
    {
        int valueBits = type switch
        {
            DataType.UInt8 => 8,
            DataType.Int8 => 7,
            DataType.Int16 => 15,
            _ => throw new GraphException($"input type is {type}, must be an integer type"),
        };
        return new IntegerInput(name, new ValueFormat(shape, valueBits, [0]), type);
    }

    private void AddDequantizer(string name, IntegerLayer source, EquatableArray<float> scales) =>
        Append(
            new IntegerDequantizer(name, [source.Name], ValueFormat.Float(source.Output.Shape))
            {
                Input = source.Output with { FracBits = [0], Scales = scales },
            },
            name
        );

    private void AddConcatenate(ConcatenateLayer layer, IntegerLayer left, IntegerLayer right)
    {
        TensorShape shape = new Concatenate().InferShape([left.Output.Shape, right.Output.Shape]);
        ValueFormat format = new(shape, Math.Max(left.Output.ValueBits, right.Output.ValueBits), [0]);
        Append(new IntegerConcatenate(layer.Name, [left.Name, right.Name], format) { Axis = shape.Rank - 1 }, layer.Name);
    }

    private void AddSum(AddLayer layer, IntegerLayer left, IntegerLayer right)
    {
        // Refuses operands of different shapes.
        _ = new Add().InferShape([left.Output.Shape, right.Output.Shape]);
        int bufferBits = layer.BufferBits - 1;
        Requantization? quantizer = Quantizer(layer.Output);
        Append(
            new IntegerAdd(layer.Name, [left.Name, right.Name], Format(left.Output.Shape, quantizer, bufferBits))
            {
                LeftShifts = layer.LeftShifts,
                RightShifts = layer.RightShifts,
                BufferValueBits = bufferBits,
                Requantization = quantizer,
            },
            layer.Name
        );
    }

    /// <summary>A layer with weights and what follows it in the same block: pooling, activation, output quantiser.</summary>
    private void AddBlock(WeightedAkidaLayer layer, IntegerLayer source)
    {
        TensorShape? flattened = source.Output.Shape.Rank == 3 ? source.Output.Shape : null;
        IntegerWeightedLayer main = new AkidaWeightedLayers(layer, Reshaped(layer, source), flattened).Create();
        if (layer.Pool is not null && main.Output.Shape.Rank != 3)
        {
            throw new GraphException($"it pools {main.Output.Shape}, only a map H×W×C can be pooled");
        }

        AppendBlock(layer, main, Tail(layer, main));
        if (layer is WeightedAkidaLayerV1 { Scales: { Count: > 0 } scales })
        {
            AddDequantizer("dequantizer", outputs[layer.Name], scales);
        }
    }

    /// <summary>What follows the weights: pooling and activation, in the order of the version.</summary>
    private IEnumerable<TailLayer> Tail(WeightedAkidaLayer layer, IntegerWeightedLayer main)
    {
        int postBits = layer.Output?.BufferBits ?? AkidaOutput.UsualBufferBits;
        bool averages = layer.Pool?.Type == AkidaPoolType.Average,
            averagesFirst = model.Version == AkidaVersion.V1;
        if (layer.Pool is { Type: AkidaPoolType.Max } pool)
        {
            yield return (name, input, _) => MaxPool(pool, name, input, main);
        }

        if (averages && averagesFirst)
        {
            yield return (name, input, quantizer) => Average(name, input, quantizer, postBits);
        }

        if (layer.Activation == AkidaActivation.ReLU)
        {
            yield return (name, input, quantizer) => ReLU(layer.Bound, name, input, quantizer, postBits);
        }
        else if (layer is WeightedAkidaLayerV2 { Lookup: { } lookup })
        {
            yield return (name, input, quantizer) => Lookup(lookup, name, input, quantizer);
        }

        if (averages && !averagesFirst)
        {
            yield return (name, input, quantizer) => Average(name, input, quantizer, postBits);
        }
    }

    private void AppendBlock(WeightedAkidaLayer layer, IntegerWeightedLayer main, IEnumerable<TailLayer> following)
    {
        TailLayer[] tail = [.. following];
        string name = layer.Name;
        Requantization? quantizer = Quantizer(layer.Output);
        Requantization? own =
            layer is WeightedAkidaLayerV2 { Lookup: { } lookup } ? LookupQuantizer(lookup, layer.Output)
            : tail.Length == 0 ? quantizer
            : null;
        IntegerLayer last = main with
        {
            Name = tail.Length == 0 ? name : name + FirstPart,
            Requantization = own,
            Output = Format(main.Output.Shape, own, main.BufferValueBits),
        };
        Append(last, last.Name);
        for (int i = 0; i < tail.Length; i++)
        {
            bool isLast = i == tail.Length - 1;
            last = tail[i](isLast ? name : $"{name}#{i + 1}", last, isLast ? quantizer : null);
            Append(last, last.Name);
        }

        outputs[name] = last;
    }

    private static IntegerMaxPooling2D MaxPool(AkidaPool pool, string name, IntegerLayer input, IntegerWeightedLayer main)
    {
        Padding padding = main is IntegerConvolution { Padding: var own } ? own : Padding.Same;
        (Size2D size, Size2D strides) = (pool.Size, pool.Strides);
        TensorShape map = input.Output.Shape,
            shape =
                new(
                    Windows.OutputLength(map[0], size.Height, strides.Height, 1, padding),
                    Windows.OutputLength(map[1], size.Width, strides.Width, 1, padding),
                    map.Channels
                );
        return new IntegerMaxPooling2D(name, [input.Name], input.Output with { Shape = shape })
        {
            InputShape = map,
            PoolSize = size,
            Strides = strides,
            Padding = padding,
        };
    }

    private static IntegerGlobalAveragePooling2D Average(string name, IntegerLayer input, Requantization? quantizer, int bufferBits) =>
        new(name, [input.Name], Format(new TensorShape(input.Output.Channels), quantizer, bufferBits))
        {
            InputShape = input.Output.Shape,
            BufferValueBits = bufferBits,
            Requantization = quantizer,
        };

    private static IntegerReLU ReLU(ShiftedValues? bound, string name, IntegerLayer input, Requantization? quantizer, int bufferBits) =>
        new(name, [input.Name], Format(input.Output.Shape, quantizer, bufferBits))
        {
            MaxValue = Aligned(bound, input.Output.Channels, bufferBits),
            BufferValueBits = bufferBits,
            Requantization = quantizer,
        };

    private static IntegerLookup Lookup(AkidaLookup lookup, string name, IntegerLayer input, Requantization? quantizer)
    {
        const int InputValueBits = 10,
            TableValueBits = 13;
        return new IntegerLookup(name, [input.Name], Format(input.Output.Shape, quantizer, TableValueBits))
        {
            Table = lookup.Table,
            InputValueBits = InputValueBits,
            Requantization = quantizer,
        };
    }

    private static Requantization LookupQuantizer(AkidaLookup lookup, AkidaOutput? output) =>
        new(11, true, AkidaOutput.UsualScaleBits, output?.BufferBits ?? AkidaOutput.UsualBufferBits, lookup.Scales, lookup.Shifts);

    private static Requantization? Quantizer(AkidaOutput? output) =>
        output is null
            ? null
            : new Requantization(output.Bits, output.IsSigned, output.ScaleBits, output.BufferBits, output.Scales, output.Shifts);

    private static ValueFormat Format(TensorShape shape, Requantization? quantizer, int bufferValueBits) =>
        new(shape, quantizer?.ValueBits ?? bufferValueBits, [0]);

    /// <summary>The input of a model whose first layer takes the image itself.</summary>
    private IntegerInput ImplicitInput(IAkidaInputConvolution layer)
    {
        IntegerInput input = IntegerInputOf(DefaultInput, layer.InputShape, DataType.UInt8);
        Append(input, DefaultInput);
        return input;
    }

    /// <summary>
    /// A convolution behind a vector takes it as 1×1×C; a dense layer behind a map takes it flat, with the shifts of the Flatten.
    /// </summary>
    private IntegerLayer Reshaped(WeightedAkidaLayer layer, IntegerLayer source)
    {
        bool isDense = layer.Type.IsDense();
        TensorShape shape = source.Output.Shape;
        if (isDense == (shape.Rank == 1))
        {
            return source;
        }

        TensorShape target = isDense ? new TensorShape(source.Output.Length) : new TensorShape(1, 1, source.Output.Length);
        IntegerReshape reshape = new($"{layer.Name}#input", [source.Name], source.Output with { Shape = target })
        {
            InputShifts = isDense ? layer.InputShifts : [],
        };
        Append(reshape, reshape.Name);
        return reshape;
    }

    private IntegerLayer Input(AkidaLayer layer, int index) =>
        index < layer.Inbounds.Count && outputs.TryGetValue(layer.Inbounds[index], out IntegerLayer? input)
            ? input
            : throw new GraphException(
                $"inbound {index} ('{(index < layer.Inbounds.Count ? layer.Inbounds[index] : "none")}') is no layer before it"
            );

    private void Append(IntegerLayer layer, string name)
    {
        if (outputs.ContainsKey(name))
        {
            throw new GraphException($"the name '{name}' is used twice");
        }

        activations = limits.Add(activations, limits.Check(layer.Output.Shape, "the output"));
        layers.Add(layer);
        outputs[name] = layer;
    }
}
