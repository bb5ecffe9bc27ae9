namespace Akida.Training.Layers.Quantized;

/// <summary>Steps that have no useful gradient of their own: rounding, saturation, tables.</summary>
internal static class StraightThrough
{
    /// <summary>
    /// <paramref name="value"/> to the last bit, with the gradient of <paramref name="smooth"/>: what is added is exactly zero.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="smooth">What it would be without the step; finite.</param>
    public static TorchTensor Apply(TorchTensor value, TorchTensor smooth) =>
        smooth.requires_grad ? value.detach() + (smooth - smooth.detach()).to(value.dtype) : value;
}
