namespace Akida.Integers.Arithmetic;

/// <summary>Makes weights signed integers with one scale, or one per channel: <c>w ≈ integer · scale</c>.</summary>
public static class WeightQuantizer
{
    /// <summary>The least that a scale may be, so that dead channels do not divide by zero.</summary>
    private const float SmallestScale = 1e-6f;

    /// <summary>The scale for weights of at most <paramref name="maxMagnitude"/>.</summary>
    public static float Scale(float maxMagnitude, int bitwidth) =>
        MathF.Max(maxMagnitude * (1f / FixedPoint.Maximum(bitwidth - 1)), SmallestScale);

    /// <summary>The integer for one weight.</summary>
    public static int Quantize(float weight, float scale, int bitwidth) =>
        (int)FixedPoint.Saturate(FixedPoint.Round(weight / scale), bitwidth - 1);

    /// <summary>
    /// Quantises weights whose channels repeat every <paramref name="channels"/> values (the last axis); 1 gives one scale for all.
    /// </summary>
    /// <exception cref="GraphException"><paramref name="bitwidth"/> is not 2 to 8.</exception>
    public static (sbyte[] Values, float[] Scales) Quantize(ReadOnlySpan<float> weights, int channels, int bitwidth)
    {
        if (bitwidth is < 2 or > 8)
        {
            throw new GraphException($"weights have {bitwidth} bits, must have 2 to 8", setting: "weight_quantizer");
        }

        float[] scales = new float[channels];
        for (int i = 0; i < weights.Length; i++)
        {
            scales[i % channels] = MathF.Max(scales[i % channels], MathF.Abs(weights[i]));
        }

        for (int channel = 0; channel < channels; channel++)
        {
            scales[channel] = Scale(scales[channel], bitwidth);
        }

        sbyte[] values = new sbyte[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            values[i] = (sbyte)Quantize(weights[i], scales[i % channels], bitwidth);
        }

        return (values, scales);
    }
}
