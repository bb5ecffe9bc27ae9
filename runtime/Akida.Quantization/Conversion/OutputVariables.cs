using Akida.Integers;
using Akida.Integers.Converted;

namespace Akida.Quantization.Conversion;

/// <summary>The variables of an output quantiser.</summary>
internal static class OutputVariables
{
    /// <summary>Adds <c>output_scales</c> and <c>output_shift</c>; a shift below what the buffer has is clipped, and kept beside it as it is.</summary>
    public static void Add(LayerBuilder layer, Requantization? quantizer, int channels, int bufferBits, bool withScales)
    {
        if (quantizer is null)
        {
            return;
        }

        if (withScales)
        {
            layer.Add("output_scales", quantizer.ScaleBits <= 8
                ? LayerBuilder.Spread(quantizer.Scales, channels, scale => (byte)scale)
                : LayerBuilder.Spread(quantizer.Scales, channels, scale => (ushort)scale));
        }

        int lowest = -bufferBits + 1;
        layer.Add("output_shift", LayerBuilder.Spread(quantizer.Shifts, channels, shift => (sbyte)Math.Clamp(shift, lowest, sbyte.MaxValue)));
        if (quantizer.Shifts.Any(shift => shift < lowest || shift > sbyte.MaxValue))
        {
            layer.Add(ExactNames.OutputShift, LayerBuilder.Spread(quantizer.Shifts, channels, shift => (short)shift));
        }

        if (withScales && quantizer.ScaleBits != 8)
        {
            layer.Set(ExactNames.ScaleBits, quantizer.ScaleBits);
        }
    }
}
