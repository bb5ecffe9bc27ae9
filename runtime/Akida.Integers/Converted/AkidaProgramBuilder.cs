using Akida.Graph.Operations;

namespace Akida.Integers.Converted;

/// <summary>Builds an integer program from converted layers, one after the other.</summary>
internal sealed class AkidaProgramBuilder(AkidaModel model)
{
    /// <summary>What is appended to a converted layer's name where pooling or an activation follows its weights: the last part has the name itself.</summary>
    public const string FirstPart = "#0";

    private const int DefaultPostOpBits = 32;
    private const string DefaultInput = "input";

    private readonly List<IntegerLayer> layers = [];
    private readonly Dictionary<string, IntegerLayer> outputs = [];
    private readonly ModelLimits limits = ModelLimits.Current;
    private long activations;

    public IntegerProgram Build()
    {
        IntegerLayer last = layers.LastOrDefault() ?? throw new GraphException($"model '{model.Name}' has no layers");
        return new IntegerProgram(model.Name, layers.ToEquatableArray(), [last.Name]);
    }

    public void Add(AkidaLayer layer)
    {
        AkidaLayerReader reader = new(layer);
        switch (layer.Type)
        {
            case "Quantizer":
                AddQuantizer(reader);
                break;
            case "InputData":
                AddInputData(reader);
                break;
            case "Dequantizer":
                AddDequantizer(layer.Name, Input(layer, 0), reader.Floats("scales"));
                break;
            case "Concatenate":
                AddConcatenate(reader);
                break;
            case "Add":
                AddSum(reader);
                break;
            default:
                AddBlock(reader);
                break;
        }
    }

    private void AddQuantizer(AkidaLayerReader reader)
    {
        TensorShape shape = reader.Shape("input_shape");
        float[] scales = reader.Floats("scales");
        EquatableArray<int> fracBits = scales.Select(scale => (int)MathF.Round(MathF.Log2(scale))).ToEquatableArray();
        int bits = reader.Integer("output_bits");
        bool signed = reader.Layer.Parameter("output_signed") is true;
        IntegerInput input = new(DefaultInput, ValueFormat.Float(shape), DataType.Float32);
        Append(input, DefaultInput);
        ValueFormat format = new(shape, signed ? bits - 1 : bits, fracBits.Distinct().Count() == 1 ? [fracBits[0]] : fracBits, signed ? null : [1f]);
        Append(
            new IntegerInputQuantizer(reader.Layer.Name, [input.Name], format)
            {
                Bitwidth = bits, IsSigned = signed, ZeroPoints = signed ? [] : reader.Integers("zero_points", scales.Length),
            },
            reader.Layer.Name);
    }

    private void AddInputData(AkidaLayerReader reader)
    {
        if (reader.Layer.Inbounds.Count > 0)
        {
            // Behind a quantiser it only hands on.
            IntegerLayer source = Input(reader.Layer, 0);
            Append(new IntegerIdentity(reader.Layer.Name, [source.Name], source.Output), reader.Layer.Name);
            return;
        }

        DataType type = reader.OptionalText(ExactNames.InputType) is { } text && Enum.TryParse(text, ignoreCase: true, out DataType known) ? known : DataType.Int8;
        Append(IntegerInputOf(reader.Layer.Name, reader.Shape("input_shape"), type), reader.Layer.Name);
    }

    private static IntegerInput IntegerInputOf(string name, TensorShape shape, DataType type)
    {
        int valueBits = type switch { DataType.UInt8 => 8, DataType.Int8 => 7, DataType.Int16 => 15, _ => throw new GraphException($"input type is {type}, must be an integer type") };
        return new IntegerInput(name, new ValueFormat(shape, valueBits, [0]), type);
    }

    private void AddDequantizer(string name, IntegerLayer source, float[] scales)
    {
        if (scales.Length != 1 && scales.Length != source.Output.Channels)
        {
            throw new GraphException($"variable 'scales' has {scales.Length} values, must have 1 or {source.Output.Channels}");
        }

        Append(
            new IntegerDequantizer(name, [source.Name], ValueFormat.Float(source.Output.Shape))
            {
                Input = source.Output with { FracBits = [0], Scales = new EquatableArray<float>(scales) },
            },
            name);
    }

    private void AddConcatenate(AkidaLayerReader reader)
    {
        IntegerLayer left = Input(reader.Layer, 0), right = Input(reader.Layer, 1);
        TensorShape shape = new Concatenate().InferShape([left.Output.Shape, right.Output.Shape]);
        Append(
            new IntegerConcatenate(reader.Layer.Name, [left.Name, right.Name], new ValueFormat(shape, Math.Max(left.Output.ValueBits, right.Output.ValueBits), [0]))
            {
                Axis = shape.Rank - 1,
            },
            reader.Layer.Name);
    }

    private void AddSum(AkidaLayerReader reader)
    {
        IntegerLayer left = Input(reader.Layer, 0), right = Input(reader.Layer, 1);
        int channels = new Add().InferShape([left.Output.Shape, right.Output.Shape]).Channels, bufferBits = reader.Integer(ExactNames.BufferBits) - 1;
        Requantization? quantizer = Quantizer(reader, channels);
        Append(
            new IntegerAdd(reader.Layer.Name, [left.Name, right.Name], Format(left.Output.Shape, quantizer, bufferBits))
            {
                LeftShifts = reader.Integers("a_shift", channels),
                RightShifts = reader.Integers("b_shift", channels),
                BufferValueBits = bufferBits,
                Requantization = quantizer,
            },
            reader.Layer.Name);
    }

    /// <summary>A layer with weights and what follows it in the same block: pooling, activation, output quantiser.</summary>
    private void AddBlock(AkidaLayerReader reader)
    {
        IntegerLayer source = reader.Layer.Inbounds.Count == 0 ? ImplicitInput(reader) : Input(reader.Layer, 0);
        TensorShape? flattened = source.Output.Shape.Rank == 3 ? source.Output.Shape : null;
        IntegerWeightedLayer main = new AkidaWeightedLayers(reader, Reshaped(reader, source), flattened).Main;
        bool relu = reader.Layer.Parameter("activation") is true or "ReLU", lookup = reader.Layer.Parameter("activation") is "LUT";
        string? pool = reader.OptionalText("pool_type");
        if (pool is "Max" or "Average" && main.Output.Shape.Rank != 3)
        {
            throw new GraphException($"it pools {main.Output.Shape}, only a map H×W×C can be pooled");
        }

        List<Func<string, IntegerLayer, Requantization?, IntegerLayer>> tail = [];
        int postBits = reader.Integer(ExactNames.PostOpBufferBits, DefaultPostOpBits), channels = main.Output.Channels;
        Func<string, IntegerLayer, Requantization?, IntegerLayer> average = (name, input, quantizer) => Average(name, input, quantizer, postBits);
        bool averageFirst = model.Version == AkidaVersion.V1;
        if (pool == "Max")
        {
            tail.Add((name, input, _) => MaxPool(reader, name, input, main));
        }
        else if (pool == "Average" && averageFirst)
        {
            tail.Add(average);
        }

        if (relu)
        {
            tail.Add((name, input, quantizer) => ReLU(reader, name, input, quantizer, postBits));
        }
        else if (lookup)
        {
            tail.Add((name, input, quantizer) => Lookup(reader, name, input, quantizer));
        }

        if (pool == "Average" && !averageFirst)
        {
            tail.Add(average);
        }

        AppendBlock(reader, main, tail, lookup, Quantizer(reader, channels));
        if (model.Version == AkidaVersion.V1 && reader.Has(ExactNames.Scales))
        {
            AddDequantizer("dequantizer", outputs[reader.Layer.Name], reader.Floats(ExactNames.Scales));
        }
    }

    private void AppendBlock(
        AkidaLayerReader reader, IntegerWeightedLayer main, List<Func<string, IntegerLayer, Requantization?, IntegerLayer>> tail, bool lookup, Requantization? quantizer)
    {
        string name = reader.Layer.Name;
        Requantization? own = lookup ? LookupQuantizer(reader, main.Output.Channels) : tail.Count == 0 ? quantizer : null;
        IntegerLayer last = main with
        {
            Name = tail.Count == 0 ? name : name + FirstPart,
            Requantization = own,
            Output = Format(main.Output.Shape, own, main.BufferValueBits),
        };
        Append(last, last.Name);
        for (int i = 0; i < tail.Count; i++)
        {
            bool isLast = i == tail.Count - 1;
            last = tail[i](isLast ? name : $"{name}#{i + 1}", last, isLast ? quantizer : null);
            Append(last, last.Name);
        }

        outputs[name] = last;
    }

    private static IntegerMaxPooling2D MaxPool(AkidaLayerReader reader, string name, IntegerLayer input, IntegerWeightedLayer main)
    {
        Padding padding = main is IntegerConvolution { Padding: var own } && reader.OptionalText("padding") != "Same" ? own : Padding.Same;
        Size2D size = reader.Size("pool_size"), strides = reader.Size("pool_stride");
        TensorShape map = input.Output.Shape, shape = new(
            Windows.OutputLength(map[0], size.Height, strides.Height, 1, padding), Windows.OutputLength(map[1], size.Width, strides.Width, 1, padding), map.Channels);
        return new IntegerMaxPooling2D(name, [input.Name], input.Output with { Shape = shape })
        {
            InputShape = map, PoolSize = size, Strides = strides, Padding = padding,
        };
    }

    private static IntegerGlobalAveragePooling2D Average(string name, IntegerLayer input, Requantization? quantizer, int bufferBits) =>
        new(name, [input.Name], Format(new TensorShape(input.Output.Channels), quantizer, bufferBits))
        {
            InputShape = input.Output.Shape, BufferValueBits = bufferBits, Requantization = quantizer,
        };

    private static IntegerReLU ReLU(AkidaLayerReader reader, string name, IntegerLayer input, Requantization? quantizer, int bufferBits) =>
        new(name, [input.Name], Format(input.Output.Shape, quantizer, bufferBits))
        {
            MaxValue = reader.Aligned("max_value", "max_value_shift", input.Output.Channels, bufferBits), BufferValueBits = bufferBits, Requantization = quantizer,
        };

    private static IntegerLookup Lookup(AkidaLayerReader reader, string name, IntegerLayer input, Requantization? quantizer)
    {
        const int InputValueBits = 10, TableValueBits = 13;
        return new IntegerLookup(name, [input.Name], Format(input.Output.Shape, quantizer, TableValueBits))
        {
            Table = reader.Integers("lut_values", 2 << InputValueBits), InputValueBits = InputValueBits, Requantization = quantizer,
        };
    }

    private static Requantization LookupQuantizer(AkidaLayerReader reader, int channels) => new(
        11, true, 8, reader.Integer(ExactNames.PostOpBufferBits, DefaultPostOpBits), reader.Integers("activation_scales", channels), reader.Integers("activation_shift", channels));

    private static Requantization? Quantizer(AkidaLayerReader reader, int channels)
    {
        if (!reader.Has("output_shift"))
        {
            return null;
        }

        string shifts = reader.Has(ExactNames.OutputShift) ? ExactNames.OutputShift : "output_shift";
        return new Requantization(
            reader.Integer(ExactNames.OutputBits),
            reader.Layer.Parameter(ExactNames.OutputSigned) is not false,
            reader.Integer(ExactNames.ScaleBits, 8),
            reader.Integer(ExactNames.PostOpBufferBits, DefaultPostOpBits),
            reader.OptionalIntegers("output_scales", channels),
            reader.Integers(shifts, channels));
    }

    private static ValueFormat Format(TensorShape shape, Requantization? quantizer, int bufferValueBits) => new(shape, quantizer?.ValueBits ?? bufferValueBits, [0]);

    /// <summary>The input of a model whose first layer takes the image itself.</summary>
    private IntegerLayer ImplicitInput(AkidaLayerReader reader)
    {
        TensorShape shape = reader.Layer.Parameter("input_shape") is null
            ? throw new GraphException("it has no inbounds and no parameter 'input_shape'")
            : reader.Shape("input_shape");
        IntegerInput input = IntegerInputOf(DefaultInput, shape, DataType.UInt8);
        Append(input, DefaultInput);
        return input;
    }

    /// <summary>A convolution behind a vector takes it as 1×1×C; a dense layer behind a map takes it flat, with the shifts of the Flatten.</summary>
    private IntegerLayer Reshaped(AkidaLayerReader reader, IntegerLayer source)
    {
        bool isDense = reader.Layer.Type is "Dense1D" or "FullyConnected";
        TensorShape shape = source.Output.Shape;
        if (isDense == (shape.Rank == 1))
        {
            return source;
        }

        TensorShape target = isDense ? new TensorShape(source.Output.Length) : new TensorShape(1, 1, source.Output.Length);
        IntegerReshape reshape = new($"{reader.Layer.Name}#input", [source.Name], source.Output with { Shape = target })
        {
            InputShifts = isDense ? reader.OptionalIntegers("input_shift", shape.Channels) : [],
        };
        Append(reshape, reshape.Name);
        return reshape;
    }

    private IntegerLayer Input(AkidaLayer layer, int index) =>
        index < layer.Inbounds.Count && outputs.TryGetValue(layer.Inbounds[index], out IntegerLayer? input)
            ? input
            : throw new GraphException($"inbound {index} ('{(index < layer.Inbounds.Count ? layer.Inbounds[index] : "none")}') is no layer before it");

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
