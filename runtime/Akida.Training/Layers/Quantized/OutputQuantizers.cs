using Akida.Integers;

namespace Akida.Training.Layers.Quantized;

/// <summary>Output quantisers on integers held as floats.</summary>
internal static class OutputQuantizers
{
    /// <summary>
    /// <see cref="Requantization.Apply"/> on a batch, as QuantizeML computes it in 32-bit floats: the product of sum and scale is rounded
    /// to one, and so is what half is added to.
    /// </summary>
    /// <remarks>
    /// Rounding and saturation count as identity. With <c>P</c> the product of a sum and its quantised scale, <c>dP/dsum</c> is the
    /// quantised scale and <c>dP/ds = P / s</c> (<c>../shared/training-cases/README.md</c>, output scale).
    /// </remarks>
    /// <param name="x">The integers.</param>
    /// <param name="scales">The scales that they have with their gradients, or null.</param>
    /// <param name="quantizer">The quantiser.</param>
    public static TorchTensor Apply(TorchTensor x, TorchTensor? scales, Requantization quantizer)
    {
        long dimensions = x.dim();
        TorchTensor steps = IntegerTensors.PowersOfTwo(quantizer.Shifts, torch.float32, dimensions);
        TorchTensor? integerScales =
            quantizer.Scales.Count == 0
                ? null
                : IntegerTensors.PerChannel(quantizer.Scales.Select(scale => (long)scale), torch.float32, dimensions);
        TorchTensor product,
            value;
        using (torch.no_grad())
        {
            product = x.detach().to(torch.float32);
            if (integerScales is not null)
            {
                product = Clip(Clip(product, quantizer.BufferBits) * integerScales, quantizer.BufferBits);
            }

            product = product * steps;
            value = Clip((product + 0.5).floor_(), quantizer.ValueBits);
        }

        TorchTensor smooth = x.to(torch.float32) * (integerScales is null ? steps : integerScales * steps);
        if (scales is { requires_grad: true })
        {
            smooth = smooth + (product * Layout.PerChannel(scales / scales.detach(), dimensions));
        }

        return StraightThrough.Apply(value, smooth);
    }

    private static TorchTensor Clip(TorchTensor value, int valueBits) =>
        value.clamp(FixedPoint.Minimum(valueBits), FixedPoint.Maximum(valueBits));
}
