using Akida.Integers;

namespace Akida.Training.Layers.Quantized;

/// <summary>How large sums of products can get, whatever the input.</summary>
internal static class Magnitudes
{
    /// <summary>The largest magnitude of each aligned input channel.</summary>
    public static long[] OfInput(IntegerWeightedLayer layer, ValueFormat input)
    {
        long[] magnitudes = new long[input.Channels];
        for (int channel = 0; channel < magnitudes.Length; channel++)
        {
            int bits =
                layer.InputShifts.Count == 0
                    ? input.ValueBits
                    : Math.Min(input.ValueBits + layer.InputShifts[channel], layer.BufferValueBits);
            magnitudes[channel] = Math.Max(
                1L << bits,
                layer is IntegerConv2D { PaddingValue: { } padding } ? Math.Abs(padding.ValueOf(channel)) : 0
            );
        }

        return magnitudes;
    }

    /// <summary>The largest magnitude of each output's sum of products.</summary>
    public static long[] OfSums(IntegerWeightedLayer layer, ValueFormat input) =>
        layer is IntegerDepthwiseConv2D or IntegerDepthwiseConv2DTranspose
            ? OfDepthwiseSums(layer.Weights.AsSpan(), OfInput(layer, input))
            : OfSums(layer.Weights.AsSpan(), layer.Output.Channels, OfInput(layer, input));

    /// <summary>The largest magnitudes with weights <c>taps×channels×outputs</c>.</summary>
    public static long[] OfSums(ReadOnlySpan<sbyte> weights, int outputs, long[] inputs)
    {
        long[] sums = new long[outputs];
        for (int row = 0; row < weights.Length / outputs; row++)
        {
            long input = inputs[row % inputs.Length];
            ReadOnlySpan<sbyte> own = weights.Slice(row * outputs, outputs);
            for (int output = 0; output < outputs; output++)
            {
                sums[output] += Math.Abs((int)own[output]) * input;
            }
        }

        return sums;
    }

    /// <summary>The largest magnitudes with weights <c>taps×channels</c>, each channel on its own.</summary>
    public static long[] OfDepthwiseSums(ReadOnlySpan<sbyte> weights, long[] inputs)
    {
        long[] sums = new long[inputs.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            sums[i % inputs.Length] += Math.Abs((int)weights[i]) * inputs[i % inputs.Length];
        }

        return sums;
    }
}
