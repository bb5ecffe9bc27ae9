namespace Akida.Integers.Converted;

/// <summary>Reads the parameters and variables of a converted layer, with clear errors for what is missing or wrong.</summary>
internal sealed class AkidaLayerReader(AkidaLayer layer)
{
    public AkidaLayer Layer { get; } = layer;

    public bool Has(string variable) => Layer.Variable(variable) is not null;

    public int Integer(string name) => Layer.Parameter(name) is int value ? value : throw Missing("parameter", name, "a number");

    public int Integer(string name, int fallback) => Layer.Parameter(name) is null ? fallback : Integer(name);

    /// <summary>A count: a number of at least 1.</summary>
    public int Count(string name) => Integer(name) is > 0 and int value ? value : throw new GraphException($"parameter '{name}' is {Integer(name)}, must be at least 1");

    public string Text(string name) => Layer.Parameter(name) as string ?? throw Missing("parameter", name, "a text");

    public string? OptionalText(string name) => Layer.Parameter(name) as string;

    /// <summary>A size: one number for a square, or a pair, of at least 1.</summary>
    public Size2D Size(string name) => Layer.Parameter(name) switch
    {
        int value and > 0 => new Size2D(value),
        EquatableArray<int> { Count: 2 } pair when pair.All(length => length > 0) => new Size2D(pair[0], pair[1]),
        _ => throw Missing("parameter", name, "a size of at least 1"),
    };

    public TensorShape Shape(string name) =>
        Layer.Parameter(name) is EquatableArray<int> sizes && sizes.All(size => size > 0) ? new TensorShape(sizes) : throw Missing("parameter", name, "a shape");

    public EquatableArray<sbyte> Weights(string name, long expected)
    {
        sbyte[] values = Layer.Variable(name)?.Values is { } found && found.GetType() == typeof(sbyte[]) ? (sbyte[])found : throw Missing("variable", name, "int8 values");
        return values.Length == expected ? new EquatableArray<sbyte>(values) : throw new GraphException($"variable '{name}' has {values.Length} values, must have {expected}");
    }

    /// <summary>A variable as integers.</summary>
    public EquatableArray<int> Integers(string name, int expected)
    {
        int[] values = Layer.Variable(name)?.Values switch
        {
            int[] ints => ints,
            short[] shorts when shorts.GetType() == typeof(short[]) => Array.ConvertAll(shorts, value => (int)value),
            ushort[] shorts => Array.ConvertAll(shorts, value => (int)value),
            sbyte[] bytes when bytes.GetType() == typeof(sbyte[]) => Array.ConvertAll(bytes, value => (int)value),
            byte[] bytes => Array.ConvertAll(bytes, value => (int)value),
            _ => throw Missing("variable", name, "integers"),
        };
        return values.Length == expected || (values.Length == 1 && expected > 1)
            ? new EquatableArray<int>(values)
            : throw new GraphException($"variable '{name}' has {values.Length} values, must have {expected}");
    }

    public EquatableArray<int> OptionalIntegers(string name, int expected) => Has(name) ? Integers(name, expected) : [];

    public float[] Floats(string name) => Layer.Variable(name)?.Values as float[] ?? throw Missing("variable", name, "floats");

    /// <summary>Integers with shifts, saturated to some value bits; null where there are none.</summary>
    public AlignedValues? Aligned(string values, string shifts, int channels, int valueBits)
    {
        if (!Has(values))
        {
            return null;
        }

        EquatableArray<int> quantized = Integers(values, channels), by = Integers(shifts, channels);
        return new AlignedValues(
            quantized,
            by,
            Enumerable.Range(0, channels).Select(c => FixedPoint.Saturate(FixedPoint.Shift(At(quantized, c), At(by, c)), valueBits)).ToEquatableArray());
    }

    private static int At(EquatableArray<int> values, int channel) => values[values.Count == 1 ? 0 : channel];

    private static GraphException Missing(string kind, string name, string expected) => new($"{kind} '{name}' is missing or not {expected}");
}
