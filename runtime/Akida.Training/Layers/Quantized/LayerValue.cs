using Akida.Integers;

namespace Akida.Training.Layers.Quantized;

/// <summary>What a layer of an integer program puts out for a batch.</summary>
/// <param name="Values">The integers, held as floats, or floats; in torch's layout.</param>
/// <param name="Format">What they are worth.</param>
/// <param name="Scales">The format's scales, with the gradients of the weights that they come from; null where it has none.</param>
internal readonly record struct LayerValue(TorchTensor Values, ValueFormat Format, TorchTensor? Scales)
{
    /// <summary>Integers whose scales no weight decides.</summary>
    public static LayerValue Constant(TorchTensor values, ValueFormat format) => new(values, format, ScalesOf(format));

    /// <summary>Integers of a format, whose scales have the gradients of <paramref name="scales"/> and the format's values.</summary>
    public static LayerValue Scaled(TorchTensor values, ValueFormat format, TorchTensor? scales) =>
        new(values, format, ScalesOf(format) is { } own ? (scales is null ? own : StraightThrough.Apply(own, scales)) : null);

    private static TorchTensor? ScalesOf(ValueFormat format) => format.Scales is { } scales ? torch.tensor(scales.ToArray()) : null;
}
