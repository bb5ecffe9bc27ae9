using Akida.Integers;

namespace Akida.Training.Layers.Quantized;

/// <summary>
/// Integers that are held as floats. A float holds them exactly as long as no sum on the way passes what its significand holds.
/// </summary>
internal static class IntegerTensors
{
    /// <summary>Integers of smaller magnitude are exact in 32-bit floats, whatever the order in which they are summed.</summary>
    private const long SingleLimit = 1L << 24;

    /// <summary>Likewise in 64-bit floats.</summary>
    private const long DoubleLimit = 1L << 53;

    /// <summary>The smallest float type in which integers up to <paramref name="magnitude"/> are exact.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public static torch.ScalarType TypeFor(long magnitude) =>
        magnitude switch
        {
            < SingleLimit => torch.float32,
            < DoubleLimit => torch.float64,
            _ => throw new GraphException($"sums may reach {magnitude}, which 64-bit floats do not hold exactly"),
        };

    /// <summary>One integer per channel, or one for all, to be combined with a batch of <paramref name="dimensions"/> dimensions.</summary>
    public static TorchTensor PerChannel(IEnumerable<long> values, torch.ScalarType type, long dimensions) =>
        Layout.PerChannel(torch.tensor(values.Select(value => (double)value).ToArray(), dtype: type), dimensions);

    /// <summary><c>2^shift</c> per channel.</summary>
    public static TorchTensor PowersOfTwo(IEnumerable<int> shifts, torch.ScalarType type, long dimensions) =>
        Layout.PerChannel(torch.tensor(shifts.Select(shift => Math.ScaleB(1, shift)).ToArray(), dtype: type), dimensions);

    /// <summary>Clips to what the bits hold; what is clipped passes its gradient, too.</summary>
    public static TorchTensor Saturate(TorchTensor x, int valueBits) =>
        StraightThrough.Apply(x.detach().clamp(FixedPoint.Minimum(valueBits), FixedPoint.Maximum(valueBits)), x);

    /// <summary>Shifts channels to the left so that all have the same fractional bits, and saturates.</summary>
    public static TorchTensor Align(TorchTensor x, ValueFormat format, EquatableArray<int> shifts, int valueBits)
    {
        if (shifts.Count == 0)
        {
            return x;
        }

        bool mayPass = format.ValueBits + shifts.Max() > valueBits;
        TorchTensor aligned = mayPass ? x.to(torch.float64) : x;
        aligned = aligned * PowersOfTwo(shifts, aligned.dtype, x.dim());
        return mayPass ? Saturate(aligned, valueBits) : aligned;
    }
}
