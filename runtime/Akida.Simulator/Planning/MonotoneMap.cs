using System.Runtime.CompilerServices;
using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <summary>
/// What follows a channel's sum up to the next stored value: bias, saturations, ReLU, bound and output quantiser. Each of them never
/// decreases,
/// so together they are a rounded line between a smallest and a largest output.
/// </summary>
internal sealed record MonotoneMap
{
    /// <summary>Value bits of the sum's buffer.</summary>
    public required int BufferValueBits { get; init; }

    /// <summary>The bias.</summary>
    public long Bias { get; init; }

    /// <summary>The ReLU, if there is one.</summary>
    public IntegerReLU? ReLU { get; init; }

    /// <summary>The output quantiser, if there is one.</summary>
    public Requantization? Requantization { get; init; }

    /// <summary>The channel.</summary>
    public required int Channel { get; init; }

    /// <summary>The output for a sum, exactly as the layers one by one give it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Apply(long sum)
    {
        long value = FixedPoint.Saturate(FixedPoint.Saturate(sum, BufferValueBits) + Bias, BufferValueBits);
        if (ReLU is not null)
        {
            value = Math.Max(FixedPoint.Saturate(value, ReLU.BufferValueBits), 0);
            value = ReLU.MaxValue is { } bound ? Math.Min(value, bound.ValueOf(Channel)) : value;
        }

        return Requantization?.Apply(value, Channel) ?? value;
    }

    /// <summary>
    /// The same in 32-bit integers, or null if they could overflow. Between the last sum with the smallest output and the first with the
    /// largest no clip has any effect, so that there <see cref="Apply"/> is the rounded line itself; beyond, the output does not change.
    /// </summary>
    /// <param name="bound">No sum is larger in magnitude.</param>
    public ChannelMap? ToChannelMap(long bound)
    {
        long least = Apply(-bound),
            most = Apply(bound);
        if (!FitsInt32(bound) || !FitsInt32(bound + Math.Abs(Bias)) || !FitsInt32(least) || !FitsInt32(most))
        {
            return null;
        }

        if (least == most)
        {
            return new ChannelMap(0, 0, 0, 0, 0, 0, (int)least, (int)most);
        }

        long scale = Requantization is { Scales.Count: > 0 } quantizer ? quantizer.Scales[Channel] : 1;
        int shift = Requantization?.Shifts[Channel] ?? 0;
        if (shift > 0)
        {
            scale = FixedPoint.Shift(scale, shift);
            shift = 0;
        }

        if (shift < -31 || !FitsInt32(scale))
        {
            return null;
        }

        long half = shift < 0 ? 1L << (-shift - 1) : 0;
        long low = FirstAbove(least, bound, Crossing(least)) - 1 + Bias,
            high = FirstAbove(most - 1, bound, Crossing(most - 1)) + Bias;
        return FitsInt32((Math.Max(Math.Abs(low), Math.Abs(high)) * scale) + half)
            ? new ChannelMap((int)Bias, (int)low, (int)high, (int)scale, (int)half, -shift, (int)least, (int)most)
            : null;

        // Where the line itself gets above an output.
        long Crossing(long output) => scale <= 0 ? bound : (((output + 1) << -shift) - half + scale - 1) / scale - Bias;
    }

    /// <summary>The smallest sum whose output is above <paramref name="output"/>.</summary>
    /// <param name="output">The output; the largest sum's is above it.</param>
    /// <param name="bound">No sum is larger in magnitude.</param>
    /// <param name="guess">What it probably is, so that it need not be searched for.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long FirstAbove(long output, long bound, long guess)
    {
        long below = -bound,
            above = bound;
        if (Apply(below) > output)
        {
            return below;
        }

        if (guess > below && guess <= above && Apply(guess) > output)
        {
            above = guess;
            below = Apply(guess - 1) > output ? below : guess - 1;
        }

        while (above - below > 1)
        {
            long middle = below + ((above - below) / 2);
            if (Apply(middle) > output)
            {
                above = middle;
            }
            else
            {
                below = middle;
            }
        }

        return above;
    }

    private static bool FitsInt32(long value) => value is >= -int.MaxValue and <= int.MaxValue;
}
