namespace Akida.Graph.Converted;

/// <summary>Integer weights.</summary>
/// <param name="Shape">Their shape.</param>
/// <param name="Values">The weights, row-major.</param>
public sealed record WeightTensor(TensorShape Shape, EquatableArray<sbyte> Values);

/// <summary>Integers that are each shifted to the left.</summary>
/// <param name="Values">The integers, one for each channel or one for all.</param>
/// <param name="Shifts">Their shifts.</param>
public sealed record ShiftedValues(EquatableArray<int> Values, EquatableArray<int> Shifts);

/// <summary>An output quantiser: the accumulator times the scale, shifted, and clipped.</summary>
public sealed record AkidaOutput
{
    /// <summary>Bits of the scales, where a file does not tell.</summary>
    public const int UsualScaleBits = 8;

    /// <summary>Bits of the buffer in which scales are applied, where a file does not tell.</summary>
    public const int UsualBufferBits = 32;

    /// <summary>Bits of the output, the sign included.</summary>
    public int Bits { get; init; }

    /// <summary>Whether the output is signed.</summary>
    public bool IsSigned { get; init; } = true;

    /// <summary>Bits of the buffer in which the scales are applied.</summary>
    public int BufferBits { get; init; } = UsualBufferBits;

    /// <summary>Bits of the scales.</summary>
    public int ScaleBits { get; init; } = UsualScaleBits;

    /// <summary>Scales, one for each channel; none of an Add.</summary>
    public EquatableArray<int> Scales { get; init; } = [];

    /// <summary>Shifts, one for each channel, to the left if positive; not clipped.</summary>
    public EquatableArray<int> Shifts { get; init; } = [];
}

/// <summary>A lookup activation.</summary>
/// <param name="Scales">What accumulators are multiplied with, one for each channel.</param>
/// <param name="Shifts">By how much they then are shifted.</param>
/// <param name="Table">The 2048 entries.</param>
public sealed record AkidaLookup(EquatableArray<int> Scales, EquatableArray<int> Shifts, EquatableArray<int> Table)
{
    /// <summary>The number of entries.</summary>
    public const int Entries = 2048;
}

/// <summary>The activations of Akida layers, named as in files of 2.0.</summary>
public enum AkidaActivation
{
    /// <summary>None.</summary>
    NoActivation,

    /// <summary>A ReLU.</summary>
    ReLU,

    /// <summary>A lookup table.</summary>
    LUT,
}

/// <summary>The poolings of Akida layers, named as in files.</summary>
public enum AkidaPoolType
{
    /// <summary>Max pooling.</summary>
    Max,

    /// <summary>Global average pooling.</summary>
    Average,
}

/// <summary>The pooling of an Akida layer.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Size">The window of a max pooling.</param>
/// <param name="Strides">The strides of a max pooling.</param>
public sealed record AkidaPool(AkidaPoolType Type, Size2D Size = default, Size2D Strides = default);
