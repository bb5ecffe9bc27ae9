using Akida.Integers;

namespace Akida.Formats.Onnx.Qdq;

/// <summary>
/// What one integer step of each layer's output is worth in the exported graph, channel by channel. The unit of an accumulator is free: it
/// is chosen so that the integer scales of the quantiser behind it are in the scales of the weights, and nothing is left to multiply.
/// </summary>
/// <param name="program">The model's integers.</param>
internal sealed class QdqUnits(IntegerProgram program)
{
    private readonly Dictionary<string, double[]> units = [];
    private readonly HashSet<string> notNegative = [];

    /// <summary>A layer of the program.</summary>
    public IntegerLayer this[string layer] => program[layer];

    /// <summary>The unit of a layer's output: one, or one per channel.</summary>
    public double[] Of(string layer) => units[layer];

    /// <summary>Whether a layer puts out no negative values.</summary>
    public bool IsNotNegative(string layer) => notNegative.Contains(layer);

    /// <summary>Sets what is known of a layer's output.</summary>
    public void Set(string layer, double[] unit, bool neverNegative)
    {
        units[layer] = unit;
        if (neverNegative)
        {
            notNegative.Add(layer);
        }
    }

    /// <summary>The unit of a layer's output after its channels were shifted to common fractional bits.</summary>
    /// <exception cref="GraphException">The channels have different scales even so.</exception>
    public double Aligned(string layer)
    {
        double[] aligned = AlignedChannels(layer);
        return aligned.Distinct().Count() == 1
            ? aligned[0]
            : throw new GraphException($"the input '{layer}' has a scale for each channel, which cannot be exported");
    }

    /// <summary>The units of a layer's channels after they were shifted to common fractional bits.</summary>
    public double[] AlignedChannels(string layer)
    {
        ValueFormat format = program[layer].Output;
        return
        [
            .. Enumerable
                .Range(0, Math.Max(Of(layer).Length, format.FracBits.Count))
                .Select(channel => At(Of(layer), channel) * Math.Pow(2, format.FracBitsOf(channel) - format.MaxFracBits)),
        ];
    }

    /// <summary>The unit that a quantiser gives what it takes, so that its output is worth the same.</summary>
    public static double[] Of(Requantization quantizer, ValueFormat output) =>
        [
            .. quantizer.Shifts.Select(
                (shift, channel) =>
                    (quantizer.Scales.Count > 0 ? quantizer.Scales[channel] : 1) * Math.Pow(2, shift - output.FracBitsOf(channel))
            ),
        ];

    /// <summary>The unit of fixed-point or scaled values.</summary>
    public static double[] Of(ValueFormat format) =>
        [
            .. Enumerable
                .Range(0, Math.Max(format.FracBits.Count, format.Scales?.Count ?? 1))
                .Select(channel => Math.Pow(2, -format.FracBitsOf(channel)) * format.ScaleOf(channel)),
        ];

    /// <summary>The unit that the accumulators of a layer should have: that of the first quantiser behind them.</summary>
    public double[] Wanted(IntegerLayer layer)
    {
        if (layer.Requantization is { } own)
        {
            return Of(own, layer.Output);
        }

        foreach (IntegerLayer consumer in program.Layers.Where(other => other.Inputs.Contains(layer.Name)))
        {
            switch (consumer)
            {
                case IntegerReLU or IntegerMaxPooling2D or IntegerIdentity:
                    return Wanted(consumer);
                case IntegerGlobalAveragePooling2D pooling:
                    int size = pooling.InputShape[0] * pooling.InputShape[1];
                    return [.. Wanted(consumer).Select(unit => unit * size)];
                default:
                    break;
            }
        }

        return Of(layer.Output);
    }

    /// <summary>A channel's value in a list of one or of one per channel.</summary>
    public static double At(double[] values, int channel) => values[values.Length == 1 ? 0 : channel];
}
