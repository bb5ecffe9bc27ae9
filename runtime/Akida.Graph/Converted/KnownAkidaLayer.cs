namespace Akida.Graph.Converted;

/// <summary>
/// A layer of a converted model whose parameters and variables are known: <see cref="AkidaLayerClasses"/> reads and writes them.
/// </summary>
/// <param name="Type">Its type.</param>
public abstract record KnownAkidaLayer(AkidaLayerType Type)
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The names of the layers whose outputs it takes.</summary>
    public EquatableArray<string> Inbounds { get; init; } = [];
}

/// <summary>The model's input.</summary>
public sealed record InputDataLayer() : KnownAkidaLayer(AkidaLayerType.InputData)
{
    /// <summary>The input's shape, of three sizes.</summary>
    public TensorShape InputShape { get; init; }

    /// <summary>Bits of its values.</summary>
    public int InputBits { get; init; } = 8;

    /// <summary>The type of its values.</summary>
    public DataType InputType { get; init; } = DataType.Int8;
}

/// <summary>Makes integers of floats: float times scale, plus the zero point.</summary>
public sealed record QuantizerLayer() : KnownAkidaLayer(AkidaLayerType.Quantizer)
{
    /// <summary>The input's shape, of three sizes.</summary>
    public TensorShape InputShape { get; init; }

    /// <summary>Bits of the integers, the sign included.</summary>
    public int OutputBits { get; init; }

    /// <summary>Whether the integers are signed.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Powers of two, one for each channel.</summary>
    public EquatableArray<float> Scales { get; init; } = [];

    /// <summary>Zero points, one for each channel; none where the integers are signed.</summary>
    public EquatableArray<int> ZeroPoints { get; init; } = [];
}

/// <summary>Makes floats of integers: integer times scale.</summary>
public sealed record DequantizerLayer() : KnownAkidaLayer(AkidaLayerType.Dequantizer)
{
    /// <summary>One for each channel, or one for all.</summary>
    public EquatableArray<float> Scales { get; init; } = [];
}

/// <summary>The channels of two layers, one behind the other.</summary>
public sealed record ConcatenateLayer() : KnownAkidaLayer(AkidaLayerType.Concatenate);

/// <summary>The sum of two layers.</summary>
public sealed record AddLayer() : KnownAkidaLayer(AkidaLayerType.Add)
{
    /// <summary>Bits of the accumulators.</summary>
    public int BufferBits { get; init; }

    /// <summary>Left shifts of the first operand, one for each channel.</summary>
    public EquatableArray<int> LeftShifts { get; init; } = [];

    /// <summary>Left shifts of the second operand, one for each channel.</summary>
    public EquatableArray<int> RightShifts { get; init; } = [];

    /// <summary>The output quantiser, or null.</summary>
    public AkidaOutput? Output { get; init; }
}
