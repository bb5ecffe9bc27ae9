using Akida.Integers;

namespace Akida.Training.Layers.Quantized;

/// <summary>Output quantisers on integers held as floats.</summary>
internal static class OutputQuantizers
{
    /// <summary>
    /// <see cref="Requantization.Apply"/> on a batch. Rounding counts as identity; what saturates, in the buffer or at the output, passes
    /// no gradient.
    /// </summary>
    /// <remarks>
    /// 64-bit floats hold the product of an accumulator and a scale exactly, so that scaling, adding half and rounding down give the
    /// integers.
    /// </remarks>
    public static TorchTensor Apply(TorchTensor x, Requantization quantizer)
    {
        long dimensions = x.dim();
        TorchTensor steps = IntegerTensors.PowersOfTwo(quantizer.Shifts, torch.float64, dimensions);
        TorchTensor scales = IntegerTensors.PerChannel(
            quantizer.Scales.Count == 0 ? [1L] : quantizer.Scales.Select(scale => (long)scale),
            torch.float64,
            dimensions
        );
        TorchTensor value,
            passes;
        using (torch.no_grad())
        {
            value = x.detach().to(torch.float64);
            passes = torch.ones_like(value, torch.@bool);
            if (quantizer.Scales.Count > 0)
            {
                value = Clip(Clip(value, quantizer.BufferBits, passes) * scales, quantizer.BufferBits, passes);
            }

            value = Clip((value * steps).add_(0.5).floor_(), quantizer.ValueBits, passes).to(torch.float32);
        }

        return StraightThrough.Apply(x, value, (scales * steps).to(x.dtype) * passes);
    }

    private static TorchTensor Clip(TorchTensor value, int valueBits, TorchTensor passes)
    {
        TorchTensor clipped = IntegerTensors.Saturate(value, valueBits);
        passes.logical_and_(clipped.eq(value));
        return clipped;
    }
}
