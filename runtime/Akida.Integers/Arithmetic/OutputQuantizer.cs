namespace Akida.Integers.Arithmetic;

/// <summary>Turns an output quantiser's ranges into integer scales and shifts.</summary>
public static class OutputQuantizer
{
    /// <summary>The bits of the integer scales where nothing else is configured.</summary>
    public const int DefaultScaleBits = 8;

    /// <summary>The value bits of the buffer where nothing else is configured.</summary>
    public const int DefaultBufferBits = 32;

    /// <summary>A float scale as an integer and its fractional bits: <c>scale ≈ integer · 2^-bits</c>.</summary>
    public static (int Scale, int FracBits) QuantizeScale(float scale, int scaleBits)
    {
        int fracBits = FixedPoint.UnlimitedFracBits(scaleBits, scale);
        return ((int)FixedPoint.Quantize(scale, scaleBits, fracBits), fracBits);
    }

    /// <summary>The integers of a quantiser behind the tensor <paramref name="accumulator"/>, and the format of what it puts out.</summary>
    /// <param name="config">The quantiser's settings.</param>
    /// <param name="rangeMax">The calibrated ranges: one, or one per channel.</param>
    /// <param name="rescalingRate">The rates of the equalisation, as many.</param>
    /// <param name="accumulator">What is quantised.</param>
    /// <exception cref="GraphException">The output would have more bits than what is quantised.</exception>
    public static (Requantization Integers, ValueFormat Output) Resolve(
        OutputQuantizerConfig config,
        ReadOnlySpan<float> rangeMax,
        ReadOnlySpan<float> rescalingRate,
        ValueFormat accumulator
    )
    {
        if (config.ValueBits >= accumulator.ValueBits || config.ValueBits < 1)
        {
            throw new GraphException(
                $"output_quantizer has {config.Bitwidth} bits, must have fewer value bits than the {accumulator.ValueBits} that it "
                    + "quantises",
                setting: "output_quantizer"
            );
        }

        int scaleBits = config.ScaleBits ?? DefaultScaleBits,
            channels = accumulator.Channels;
        int[] fracBits = new int[rangeMax.Length];
        for (int i = 0; i < fracBits.Length; i++)
        {
            fracBits[i] = FixedPoint.FracBits(config.ValueBits, rangeMax[i]);
        }

        int[] scales = new int[accumulator.Scales is null ? 0 : channels],
            shifts = new int[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            int scaleFracBits = 0;
            if (scales.Length > 0)
            {
                float rate = rescalingRate[rescalingRate.Length == 1 ? 0 : channel];
                (scales[channel], scaleFracBits) = QuantizeScale(accumulator.ScaleOf(channel) * rate, scaleBits);
            }

            shifts[channel] = fracBits[fracBits.Length == 1 ? 0 : channel] - (accumulator.FracBitsOf(channel) + scaleFracBits);
        }

        Requantization integers = new(
            config.Bitwidth,
            config.IsSigned,
            scaleBits,
            config.BufferBitwidth ?? DefaultBufferBits,
            new(scales),
            new(shifts)
        );
        return (integers, new ValueFormat(accumulator.Shape, config.ValueBits, new(fracBits)));
    }
}
