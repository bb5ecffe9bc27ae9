namespace Akida.Integers;

/// <summary>The largest value of each window; cells outside the map do not count.</summary>
public sealed record IntegerMaxPooling2D(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>The shape of the input.</summary>
    public required TensorShape InputShape { get; init; }

    /// <summary>The window.</summary>
    public required Size2D PoolSize { get; init; }

    /// <summary>Strides.</summary>
    public required Size2D Strides { get; init; }

    /// <summary>Padding.</summary>
    public required Padding Padding { get; init; }
}

/// <summary>The sum over height and width; the division is in the scales.</summary>
public sealed record IntegerGlobalAveragePooling2D(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>The shape of the input.</summary>
    public required TensorShape InputShape { get; init; }

    /// <summary>Value bits of the sum.</summary>
    public required int BufferValueBits { get; init; }
}

/// <summary><c>min(max(v, 0), bound)</c>.</summary>
public sealed record IntegerReLU(string Name, EquatableArray<string> Inputs, ValueFormat Output) : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>The bound of each channel, or null.</summary>
    public AlignedValues? MaxValue { get; init; }

    /// <summary>Value bits of the buffer.</summary>
    public required int BufferValueBits { get; init; }
}

/// <summary>A function as a table of all inputs.</summary>
public sealed record IntegerLookup(string Name, EquatableArray<string> Inputs, ValueFormat Output) : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>The output for each input from <c>-2^InputValueBits</c> to <c>2^InputValueBits - 1</c>.</summary>
    public required EquatableArray<int> Table { get; init; }

    /// <summary>Value bits of the input.</summary>
    public required int InputValueBits { get; init; }

    /// <summary>Whether the table holds all inputs from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public bool Covers(long low, long high) =>
        low >= -(1L << InputValueBits) && high < (1L << InputValueBits) && Table.Count == 2L << InputValueBits;

    /// <summary>The table's value for an input.</summary>
    public int this[long value] => Table[(int)(value + (1L << InputValueBits))];
}
