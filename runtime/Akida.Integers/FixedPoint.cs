namespace Akida.Integers;

/// <summary>
/// The scalar formulas of quantised arithmetic. A fixed-point value is an integer <c>v</c> with <c>f</c> fractional bits, worth <c>v ·
/// 2^-f</c>.
/// </summary>
/// <remarks>
/// Floats are 32 bits wide and every operation is rounded on its own, in the order written: the integers of a model depend on it.
/// </remarks>
public static class FixedPoint
{
    /// <summary>The most that <see cref="Shift"/> shifts to the left; more saturates anyway.</summary>
    private const int LargestLeftShift = 62;

    /// <summary>More than the exponents of 32-bit floats can give; what is beyond came from an infinite or zero range.</summary>
    private const float LargestFracBits = 1000;

    /// <summary>The natural logarithm of 2 in 32-bit floats.</summary>
    public const float LnOf2 = 0.6931472f;

    private const float ReciprocalOfLn2 = 1f / LnOf2;

    /// <summary>The smallest value of <paramref name="valueBits"/> bits (the sign not counted).</summary>
    public static long Minimum(int valueBits) => -(1L << valueBits);

    /// <summary>The largest value of <paramref name="valueBits"/> bits (the sign not counted).</summary>
    public static long Maximum(int valueBits) => (1L << valueBits) - 1;

    /// <summary>Clips to what <paramref name="valueBits"/> bits and a sign hold.</summary>
    public static long Saturate(long value, int valueBits) => Math.Clamp(value, Minimum(valueBits), Maximum(valueBits));

    /// <summary>
    /// <c>value · 2^shift</c>. A left shift that leaves the 64 bits gives the largest or smallest of them; a right shift rounds half up.
    /// </summary>
    public static long Shift(long value, int shift)
    {
        if (shift >= 0)
        {
            return ShiftLeft(value, shift);
        }

        int right = Math.Min(-shift, 63);
        long half = 1L << (right - 1);
        return value > long.MaxValue - half ? (value >> right) + 1 : (value + half) >> right;
    }

    /// <summary>The nearest integer, half to even; what a 64-bit integer cannot hold saturates, not-a-number is 0.</summary>
    public static long Round(float value) => float.ConvertToInteger<long>(MathF.Round(value, MidpointRounding.ToEven));

    /// <summary><c>2^exponent</c> in 32-bit floats.</summary>
    public static float PowerOfTwo(int exponent) => MathF.ScaleB(1f, exponent);

    /// <summary>
    /// <c>ceil(log2(value))</c> as the tools compute it, <c>ln(value) · (1 / ln 2)</c> in 32-bit floats: a few units in the last place
    /// above a power of two it gives the power itself. Minus infinity for 0.
    /// </summary>
    public static float CeilLog2(float value) => MathF.Ceiling((float)Math.Log(value) * ReciprocalOfLn2);

    /// <summary>
    /// The largest fractional bits with which ±<paramref name="range"/> fits into <paramref name="valueBits"/>, and at most those.
    /// </summary>
    public static int FracBits(int valueBits, float range) => ToInt(MathF.Min(valueBits - CeilLog2(range), valueBits));

    /// <summary>As <see cref="FracBits"/>, without the upper limit.</summary>
    public static int UnlimitedFracBits(int valueBits, float range) => ToInt(valueBits - CeilLog2(range));

    /// <summary><c>value · 2^fracBits</c>, rounded half to even and saturated.</summary>
    public static long Quantize(float value, int valueBits, int fracBits) => Saturate(Round(value * PowerOfTwo(fracBits)), valueBits);

    private static long ShiftLeft(long value, int shift)
    {
        if (value == 0 || shift == 0)
        {
            return value;
        }

        bool fits = shift <= LargestLeftShift && (value << shift) >> shift == value;
        return fits ? value << shift
            : value > 0 ? long.MaxValue
            : long.MinValue;
    }

    private static int ToInt(float value) => (int)Math.Clamp(value, -LargestFracBits, LargestFracBits);
}
