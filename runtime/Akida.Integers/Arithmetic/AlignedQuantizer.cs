namespace Akida.Integers.Arithmetic;

/// <summary>
/// Makes a bias, a ReLU's bound or a padding value integers on the scales and fractional bits of the tensor that it meets.
/// </summary>
public static class AlignedQuantizer
{
    /// <summary>The bits of biases and bounds where nothing else is configured.</summary>
    public const int DefaultBitwidth = 8;

    /// <summary>Up to here all channels share one range, the largest.</summary>
    private const int LargestSharedRangeBitwidth = 4;

    /// <summary>The fractional bits of one value: as many as its magnitude leaves, but no more than the other tensor has.</summary>
    public static int FracBits(float range, float scale, int valueBits, int otherFracBits) =>
        Math.Min(FixedPoint.FracBits(valueBits, range / scale), otherFracBits);

    /// <summary>Aligns <paramref name="values"/> on <paramref name="other"/>.</summary>
    /// <param name="values">One value, or one per channel of <paramref name="other"/>.</param>
    /// <param name="bitwidth">Bits before the shift, a sign included.</param>
    /// <param name="isSigned">Whether the sign is counted.</param>
    /// <param name="other">The tensor that they meet.</param>
    public static AlignedValues Align(ReadOnlySpan<float> values, int bitwidth, bool isSigned, ValueFormat other)
    {
        int valueBits = isSigned ? bitwidth - 1 : bitwidth;
        bool perChannel = values.Length > 1 || other.FracBits.Count > 1 || other.Scales is { Count: > 1 };
        int count = perChannel ? other.Channels : 1;
        float sharedRange = 0;
        foreach (float value in values)
        {
            sharedRange = MathF.Max(sharedRange, MathF.Abs(value));
        }

        int[] quantized = new int[count],
            shifts = new int[count];
        long[] aligned = new long[count];
        for (int channel = 0; channel < count; channel++)
        {
            float value = values[values.Length == 1 ? 0 : channel],
                scale = other.ScaleOf(channel);
            float range = bitwidth > LargestSharedRangeBitwidth ? MathF.Abs(value) : sharedRange;
            int fracBits = FracBits(range, scale, valueBits, other.FracBitsOf(channel));
            quantized[channel] = (int)FixedPoint.Quantize(value / scale, valueBits, fracBits);
            shifts[channel] = other.FracBitsOf(channel) - fracBits;
            aligned[channel] = FixedPoint.Saturate(FixedPoint.Shift(quantized[channel], shifts[channel]), other.ValueBits);
        }

        return new AlignedValues(new(quantized), new(shifts), new(aligned));
    }
}
