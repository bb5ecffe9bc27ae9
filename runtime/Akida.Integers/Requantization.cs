namespace Akida.Integers;

/// <summary>
/// An output quantiser as integers: <c>saturate(shift(saturate(v · Scales, BufferBits), Shifts), ValueBits)</c>, channel by channel.
/// </summary>
/// <param name="Bitwidth">Output bits, the sign included.</param>
/// <param name="IsSigned">Whether the sign is counted in <paramref name="Bitwidth"/>.</param>
/// <param name="ScaleBits">Bits of the integer scales.</param>
/// <param name="BufferBits">Value bits of the buffer in which the scales are applied.</param>
/// <param name="Scales">The integer scale of each channel; none where the accumulator is plain fixed point (Add).</param>
/// <param name="Shifts">The shift of each channel; negative shifts to the right.</param>
public sealed record Requantization(
    int Bitwidth,
    bool IsSigned,
    int ScaleBits,
    int BufferBits,
    EquatableArray<int> Scales,
    EquatableArray<int> Shifts
)
{
    /// <summary>Output bits without the sign.</summary>
    public int ValueBits => IsSigned ? Bitwidth - 1 : Bitwidth;

    /// <summary>The output for the accumulator <paramref name="value"/> of a channel.</summary>
    public long Apply(long value, int channel)
    {
        if (Scales.Count > 0)
        {
            value = FixedPoint.Saturate(FixedPoint.Saturate(value, BufferBits) * Scales[channel], BufferBits);
        }

        return FixedPoint.Saturate(FixedPoint.Shift(value, Shifts[channel]), ValueBits);
    }
}
