namespace Akida.Integers;

/// <summary>A bias, a ReLU's bound or a padding value as integers on the scales of the tensor that it meets.</summary>
/// <param name="Quantized">What the hardware stores: integers of the quantiser's own bits.</param>
/// <param name="Shifts">By how much each is shifted to the left.</param>
/// <param name="Values">The shifted integers, saturated to the tensor's value bits.</param>
public sealed record AlignedValues(EquatableArray<int> Quantized, EquatableArray<int> Shifts, EquatableArray<long> Values)
{
    /// <summary>The value for a channel (one value may stand for all).</summary>
    public long ValueOf(int channel) => Values[Values.Count == 1 ? 0 : channel];
}
