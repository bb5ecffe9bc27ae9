using Akida.Graph;
using Akida.Graph.Converted;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules.Convolutions;
using Akida.Integers;

namespace Akida.Quantization.Conversion;

/// <summary>The parts of Akida layers that are made alike for both versions.</summary>
internal static class LayerParts
{
    /// <summary><c>Same</c> or <c>Valid</c>; a 1×1 convolution is always declared <c>Same</c>.</summary>
    public static Padding PaddingOf(IntegerConvolution convolution) =>
        convolution.Padding == Padding.Same || convolution.KernelSize == Size2D.One ? Padding.Same : Padding.Valid;

    /// <summary>What an input convolution pads with: one value, or one per channel.</summary>
    /// <exception cref="GraphException">Akida does not pad with such values.</exception>
    public static EquatableArray<int> PaddingValues(IntegerConv2D convolution, AkidaVersion version)
    {
        int[] padding = convolution.PaddingValue is { } given ? [.. given.Values.Select(value => (int)value)] : [0];
        new PaddingValueRule().Require(version, convolution.Name, padding);
        return new EquatableArray<int>(padding);
    }

    /// <summary>Integers with shifts, one of each for each channel.</summary>
    public static ShiftedValues? Shifted(AlignedValues? values, int channels) =>
        values is null ? null : new ShiftedValues(Spread(values.Quantized, channels), Spread(values.Shifts, channels));

    /// <summary>The upper bound of a block's ReLU, or null.</summary>
    public static ShiftedValues? Bound(ConversionContext context, AkidaBlock block, int channels) =>
        block.Find<ReLU>() is { } relu && context.Program[relu.Name] is IntegerReLU own ? Shifted(own.MaxValue, channels) : null;

    /// <summary>A block's pooling, or null.</summary>
    public static AkidaPool? Pool(ConversionContext context, AkidaBlock block) =>
        block.Find<MaxPooling2D>() is { } max && context.Program[max.Name] is IntegerMaxPooling2D pool
            ? new AkidaPool(AkidaPoolType.Max, pool.PoolSize, pool.Strides)
        : block.Find<GlobalAveragePooling2D>() is not null ? new AkidaPool(AkidaPoolType.Average)
        : null;

    /// <summary>An output quantiser, or null.</summary>
    /// <param name="quantizer">The quantiser, or null.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="hasScales">Whether it has scales, which that of an Add has not.</param>
    public static AkidaOutput? Output(Requantization? quantizer, int channels, bool hasScales = true) =>
        quantizer is null
            ? null
            : new AkidaOutput
            {
                Bits = quantizer.Bitwidth,
                IsSigned = quantizer.IsSigned,
                BufferBits = quantizer.BufferBits,
                ScaleBits = hasScales ? quantizer.ScaleBits : AkidaOutput.UsualScaleBits,
                Scales = hasScales ? Spread(quantizer.Scales, channels) : [],
                Shifts = Spread(quantizer.Shifts, channels),
            };

    /// <summary>
    /// The input shifts of a dense layer or of the Flatten before it, which the open converter leaves out; none where there are none.
    /// </summary>
    public static EquatableArray<int> DenseShifts(ConversionContext context, AkidaBlock block) =>
        block.Find<Flatten>() is { } flatten && context.Program[flatten.Name].InputShifts is { Count: > 0 } shifts
            ? shifts
            : context.Program[block.Main.Name].InputShifts;

    /// <summary>Shifts of input channels; none stands for 0.</summary>
    public static EquatableArray<int> Shifts(EquatableArray<int> shifts, int channels) =>
        shifts.Count == 0 ? new EquatableArray<int>(new int[channels]) : Spread(shifts, channels);

    /// <summary>The values for <paramref name="channels"/> channels; one value stands for all.</summary>
    public static EquatableArray<int> Spread(EquatableArray<int> values, int channels) =>
        Enumerable.Range(0, channels).Select(c => values[values.Count == 1 ? 0 : c]).ToEquatableArray();
}
