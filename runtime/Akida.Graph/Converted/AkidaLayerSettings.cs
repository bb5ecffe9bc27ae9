namespace Akida.Graph.Converted;

/// <summary>
/// The parameters and variables of an Akida layer, while it is read or while it is written. A function that exchanges an immutable record
/// with them serves both ways, such as <c>layer with { Filters = settings.Required(AkidaNames.Filters, AkidaParameters.Count,
/// layer.Filters) }</c>.
/// </summary>
internal abstract class AkidaLayerSettings
{
    /// <summary>What the layer takes; only known when reading, which is when numbers of values are checked.</summary>
    public TensorShape? Input { get; set; }

    /// <summary>The channels of what it takes.</summary>
    public int InputChannels => Input is { Rank: > 0 } shape ? shape.Channels : 0;

    /// <summary>The values of what it takes.</summary>
    public long InputElements => Input?.Elements ?? 0;

    /// <summary>A parameter that must be there.</summary>
    public abstract T Required<T>(string name, AkidaParameterCodec<T> codec, T value);

    /// <summary>A parameter that keeps its value where it is absent.</summary>
    public abstract T Value<T>(string name, AkidaParameterCodec<T> codec, T value);

    /// <summary>A parameter that is <paramref name="absent"/> where it is absent, and then is not written.</summary>
    public abstract T Optional<T>(string name, AkidaParameterCodec<T> codec, T value, T absent);

    /// <summary>A parameter that is null where it is absent, and then is not written.</summary>
    public abstract T? Optional<T>(string name, AkidaParameterCodec<T> codec, T? value)
        where T : struct;

    /// <summary>A parameter that is written for other readers and says nothing to us.</summary>
    public abstract void Ignored<T>(string name, AkidaParameterCodec<T> codec, T value);

    /// <summary>Whether a variable is there (or, when written, shall be).</summary>
    public abstract bool Has(string variable, bool written);

    /// <summary>A variable of so many weights.</summary>
    public abstract WeightTensor Weights(string name, WeightTensor value, long count);

    /// <summary>A variable of so many integers, or of one for all.</summary>
    public abstract EquatableArray<int> Integers(string name, AkidaElement element, EquatableArray<int> values, long count);

    /// <summary>A variable of so many floats, or of one for all.</summary>
    public abstract EquatableArray<float> Floats(string name, EquatableArray<float> values, long count);

    /// <summary>A variable that may be absent; there is no value then.</summary>
    public EquatableArray<int> OptionalIntegers(string name, AkidaElement element, EquatableArray<int> values, long count) =>
        Has(name, values.Count > 0) ? Integers(name, element, values, count) : [];

    /// <inheritdoc cref="OptionalIntegers"/>
    public EquatableArray<float> OptionalFloats(string name, EquatableArray<float> values, long count) =>
        Has(name, values.Count > 0) ? Floats(name, values, count) : [];
}

/// <summary>Collects the parameters and variables of a layer.</summary>
internal sealed class AkidaLayerWriter : AkidaLayerSettings
{
    private readonly List<AkidaParameter> parameters = [];
    private readonly List<AkidaVariable> variables = [];

    public AkidaLayer Build(KnownAkidaLayer layer) =>
        new(layer.Name, layer.Type.ToString(), layer.Inbounds, parameters.ToEquatableArray(), variables.ToEquatableArray());

    public override T Required<T>(string name, AkidaParameterCodec<T> codec, T value) => Value(name, codec, value);

    public override T Value<T>(string name, AkidaParameterCodec<T> codec, T value)
    {
        parameters.Add(new AkidaParameter(name, codec.Write(value)));
        return value;
    }

    public override T Optional<T>(string name, AkidaParameterCodec<T> codec, T value, T absent) =>
        EqualityComparer<T>.Default.Equals(value, absent) ? value : Value(name, codec, value);

    public override T? Optional<T>(string name, AkidaParameterCodec<T> codec, T? value) =>
        value is { } some ? Value(name, codec, some) : null;

    public override void Ignored<T>(string name, AkidaParameterCodec<T> codec, T value) => Value(name, codec, value);

    public override bool Has(string variable, bool written) => written;

    public override WeightTensor Weights(string name, WeightTensor value, long count)
    {
        variables.Add(new AkidaVariable(name, value.Shape, value.Values.ToArray()));
        return value;
    }

    public override EquatableArray<int> Integers(string name, AkidaElement element, EquatableArray<int> values, long count)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (!element.Holds(values[i]))
            {
                throw new GraphException($"variable '{name}' is {values[i]} at {i}, must be {element.Least} to {element.Most}");
            }
        }

        variables.Add(new AkidaVariable(name, new TensorShape(values.Count), element.ToArray(values)));
        return values;
    }

    public override EquatableArray<float> Floats(string name, EquatableArray<float> values, long count)
    {
        variables.Add(new AkidaVariable(name, new TensorShape(values.Count), values.ToArray()));
        return values;
    }
}

/// <summary>Reads the parameters and variables of a layer, with clear errors for what is missing or wrong.</summary>
internal sealed class AkidaLayerReader : AkidaLayerSettings
{
    private readonly AkidaLayer layer;

    /// <summary>Reads a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What it takes; null where no layer is before it.</param>
    public AkidaLayerReader(AkidaLayer layer, TensorShape? input) => (this.layer, Input) = (layer, input);

    public override T Required<T>(string name, AkidaParameterCodec<T> codec, T value) =>
        layer.Parameter(name) is not { } found ? throw new GraphException($"parameter '{name}' is missing, must be {codec.Expected}")
        : codec.TryRead(found, out T read) ? read
        : throw new GraphException($"parameter '{name}' is {Show(found)}, must be {codec.Expected}");

    public override T Value<T>(string name, AkidaParameterCodec<T> codec, T value) =>
        layer.Parameter(name) is null ? value : Required(name, codec, value);

    public override T Optional<T>(string name, AkidaParameterCodec<T> codec, T value, T absent) => Value(name, codec, absent);

    public override T? Optional<T>(string name, AkidaParameterCodec<T> codec, T? value) =>
        layer.Parameter(name) is null ? null : Required(name, codec, default);

    public override void Ignored<T>(string name, AkidaParameterCodec<T> codec, T value) { }

    public override bool Has(string variable, bool written) => layer.Variable(variable) is not null;

    public override WeightTensor Weights(string name, WeightTensor value, long count)
    {
        AkidaVariable variable = Find(name, "int8 values");
        return AkidaElement.Is<sbyte>(variable.Values)
            ? new WeightTensor(variable.Shape, new EquatableArray<sbyte>(Counted(name, (sbyte[])variable.Values, count, mayBeOne: false)))
            : throw WrongType(variable, "int8 values");
    }

    public override EquatableArray<int> Integers(string name, AkidaElement element, EquatableArray<int> values, long count)
    {
        AkidaVariable variable = Find(name, "integers");
        int[] found = AkidaElement.ToInts(variable.Values) ?? throw WrongType(variable, "integers");
        return new EquatableArray<int>(Counted(name, found, count, mayBeOne: true));
    }

    public override EquatableArray<float> Floats(string name, EquatableArray<float> values, long count)
    {
        AkidaVariable variable = Find(name, "floats");
        return new EquatableArray<float>(
            Counted(name, variable.Values as float[] ?? throw WrongType(variable, "floats"), count, mayBeOne: true)
        );
    }

    private static T[] Counted<T>(string name, T[] values, long count, bool mayBeOne) =>
        values.Length == count || (mayBeOne && values.Length == 1 && count > 1)
            ? values
            : throw new GraphException($"variable '{name}' has {values.Length} values, must have {count}");

    private static GraphException WrongType(AkidaVariable variable, string expected) =>
        new($"variable '{variable.Name}' holds {variable.Values.GetType().GetElementType()!.Name} values, must hold {expected}");

    private static string Show(object value) =>
        value is string text ? $"'{text}'" : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);

    private AkidaVariable Find(string name, string expected) =>
        layer.Variable(name) ?? throw new GraphException($"variable '{name}' is missing, must hold {expected}");
}
