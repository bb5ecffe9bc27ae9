using Akida.Formats;
using Akida.Graph;
using Akida.Integers;

namespace Akida.Inference;

/// <summary>
/// What a layer puts out as arrays: <c>NAME:values</c>, <c>NAME:frac_bits</c> and <c>NAME:scales</c>, or <c>NAME:float</c>.
/// </summary>
public static class LayerArrays
{
    /// <summary>The arrays of layers, each for all samples.</summary>
    /// <param name="layers">The layers, in the order of the arrays.</param>
    /// <param name="samples">What they put out for each sample.</param>
    public static IEnumerable<KeyValuePair<string, NpyArray>> Stacked(
        IReadOnlyList<string> layers,
        IReadOnlyList<IReadOnlyDictionary<string, LayerValues>> samples
    ) => layers.SelectMany(layer => Of(layer, [.. samples.Select(sample => sample[layer])]));

    /// <summary>The arrays of layers, kept apart frame by frame as the vendor's tools record a clip: <c>FRAME:NAME:values</c>.</summary>
    /// <param name="layers">The layers, in the order of the arrays of one frame.</param>
    /// <param name="frames">What they put out for each frame.</param>
    public static IEnumerable<KeyValuePair<string, NpyArray>> FrameByFrame(
        IReadOnlyList<string> layers,
        IReadOnlyList<IReadOnlyDictionary<string, LayerValues>> frames
    ) => frames.SelectMany((frame, index) => layers.SelectMany(layer => Of($"{index}:{layer}", [frame[layer]])));

    private static IEnumerable<KeyValuePair<string, NpyArray>> Of(string name, IReadOnlyList<LayerValues> samples)
    {
        ValueFormat format = samples[0].Format;
        EquatableArray<int> shape = [samples.Count, .. format.Shape.Dimensions];
        if (format.IsFloat)
        {
            yield return new($"{name}:float", new NpyArray(shape, samples.SelectMany(sample => sample.Floats).ToArray()));
            yield break;
        }

        yield return new($"{name}:values", new NpyArray(shape, Narrow([.. samples.SelectMany(sample => sample.Integers)])));
        yield return new(
            $"{name}:frac_bits",
            new NpyArray(OneOrMany(format.FracBits, format.HasFracBitsByChannel), Narrow([.. format.FracBits.Select(bits => (long)bits)]))
        );
        if (format.Scales is { } scales)
        {
            yield return new($"{name}:scales", new NpyArray(OneOrMany(scales, format.HasScalesByChannel), scales.ToArray()));
        }
    }

    // One number for all channels is a scalar, as the reference files have it.
    private static EquatableArray<int> OneOrMany<T>(EquatableArray<T> values, bool byChannel) =>
        values.Count == 1 && !byChannel ? [] : [values.Count];

    // The smallest type that holds all values.
    private static Array Narrow(long[] values) =>
        (values.Min(), values.Max()) switch
        {
            (>= byte.MinValue, <= byte.MaxValue) => Array.ConvertAll(values, value => (byte)value),
            (>= sbyte.MinValue, <= sbyte.MaxValue) => Array.ConvertAll(values, value => (sbyte)value),
            (>= short.MinValue, <= short.MaxValue) => Array.ConvertAll(values, value => (short)value),
            (>= int.MinValue, <= int.MaxValue) => Array.ConvertAll(values, value => (int)value),
            _ => values,
        };
}
