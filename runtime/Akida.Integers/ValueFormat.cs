namespace Akida.Integers;

/// <summary>What a layer puts out: integers <c>v</c> worth <c>v · 2^-f · scale</c>, or floats.</summary>
/// <param name="Shape">The shape of one output, without batch.</param>
/// <param name="ValueBits">The integers lie in <c>[-2^ValueBits, 2^ValueBits - 1]</c>; 0 for floats.</param>
/// <param name="FracBits">The fractional bits <c>f</c>: one number, or one per channel; none for floats.</param>
/// <param name="Scales">The scales: one number, or one per channel; null for plain fixed point.</param>
public sealed record ValueFormat(TensorShape Shape, int ValueBits, EquatableArray<int> FracBits, EquatableArray<float>? Scales = null)
{
    /// <summary>Whether one number of fractional bits is that of a single channel, and not of all channels.</summary>
    /// <remarks>It changes no result: files that list the fractional bits then have a list of one.</remarks>
    public bool HasFracBitsByChannel { get; init; }

    /// <summary>Whether one scale is that of a single channel, and not of all channels.</summary>
    public bool HasScalesByChannel { get; init; }

    /// <summary>32-bit floats.</summary>
    public static ValueFormat Float(TensorShape shape) => new(shape, 0, []);

    /// <summary>Whether the values are floats.</summary>
    public bool IsFloat => FracBits.Count == 0;

    /// <summary>Whether all channels have one number of fractional bits.</summary>
    public bool HasOneFracBits => FracBits.Count == 1;

    /// <summary>The fractional bits of a channel.</summary>
    public int FracBitsOf(int channel) => FracBits[FracBits.Count == 1 ? 0 : channel];

    /// <summary>The scale of a channel; 1 for plain fixed point.</summary>
    public float ScaleOf(int channel) => Scales is { } scales ? scales[scales.Count == 1 ? 0 : channel] : 1f;

    /// <summary>What an integer of a channel is worth.</summary>
    public float Worth(long value, int channel) => value * FixedPoint.PowerOfTwo(-FracBitsOf(channel)) * ScaleOf(channel);

    /// <summary>The largest fractional bits of any channel.</summary>
    public int MaxFracBits => FracBits.Max();

    /// <summary>The number of values.</summary>
    public int Length => checked((int)Shape.Elements);

    /// <summary>The number of channels; 1 for a scalar.</summary>
    public int Channels => Shape.Rank == 0 ? 1 : Shape.Channels;
}
