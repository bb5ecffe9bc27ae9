using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Akida.Integers;

namespace Akida.Verification;

/// <summary>How what a layer puts out differs from what is recorded of it.</summary>
internal static class LayerComparison
{
    // The tools compute scales in another order of operations in some of their modes, and TensorFlow's exponential is not .NET's.
    private const float FloatTolerance = 1e-6f;

    /// <summary>
    /// The first difference, or null: integers, shape and value bits must be equal, fractional bits of every channel too, floats up to the
    /// last places.
    /// </summary>
    public static string? Difference(LayerValues found, RecordedLayer recorded) =>
        DifferentShape(found.Format, recorded)
        ?? DifferentIntegers(found, recorded)
        ?? DifferentDigest(found, recorded)
        ?? DifferentFracBits(found.Format, recorded)
        ?? DifferentFloats("value", found, recorded.Floats)
        ?? DifferentScales(found.Format, recorded);

    private static string? DifferentShape(ValueFormat found, RecordedLayer recorded)
    {
        bool integersRecorded = recorded.Integers is not null || recorded.Digest is not null;
        return recorded.Shape is { } shape && shape != found.Shape ? $"its output is {found.Shape}, recorded is {shape}"
            : found.IsFloat && integersRecorded ? "it puts out floats, recorded are integers"
            : !found.IsFloat && recorded.Floats is not null ? "it puts out integers, recorded are floats"
            : null;
    }

    private static string? DifferentIntegers(LayerValues found, RecordedLayer recorded)
    {
        if (recorded.Integers is not { } right)
        {
            return null;
        }

        long[] ours = found.Integers;
        int at = ours.AsSpan().CommonPrefixLength(right);
        if (at == ours.Length)
        {
            return null;
        }

        int count = 0;
        Int128 most = 0;
        for (int i = at; i < ours.Length; i++)
        {
            Int128 difference = Int128.Abs((Int128)ours[i] - right[i]);
            count += difference != 0 ? 1 : 0;
            most = Int128.Max(most, difference);
        }

        return $"{ours[at]} at {found.Format.Shape.PlaceOf(at)}, recorded is {right[at]}, which differs by {(Int128)ours[at] - right[at]}; "
            + $"{count:N0} of {ours.Length:N0} integers differ, by at most {most}";
    }

    private static string? DifferentDigest(LayerValues found, RecordedLayer recorded)
    {
        if (recorded.Digest is not { } digest)
        {
            return null;
        }

        // An integer that 32 bits do not hold differs from what was recorded in 32 bits, and so does its hash.
        int[] narrow = Array.ConvertAll(found.Integers, value => unchecked((int)value));
        string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(narrow)));
        return hash.Equals(digest.Sha256, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"its integers sum to {found.Integers.Sum()}, recorded is the sum {digest.Sum.ToString("F0", CultureInfo.InvariantCulture)} "
                + "and another hash, from which the place is not known";
    }

    private static string? DifferentFracBits(ValueFormat found, RecordedLayer recorded)
    {
        if (recorded.ValueBits is { } bits && !found.IsFloat && bits != found.ValueBits)
        {
            return $"{found.ValueBits} value bits, recorded are {bits}";
        }

        if (recorded.DistinctFracBits is { } distinct && !distinct.Order().SequenceEqual(found.FracBits.Distinct().Order()))
        {
            return $"{string.Join(", ", found.FracBits.Distinct().Order())} fractional bits, recorded are "
                + $"{string.Join(", ", distinct.Order())}";
        }

        if (recorded.FracBits is not { } right || found.IsFloat)
        {
            return null;
        }

        if (right.Length != 1 && right.Length != found.Channels)
        {
            return $"{found.Channels} channels, recorded are the fractional bits of {right.Length}";
        }

        for (int channel = 0; channel < found.Channels; channel++)
        {
            int ours = found.FracBitsOf(channel),
                expected = right[right.Length == 1 ? 0 : channel];
            if (ours != expected)
            {
                return $"{ours} fractional bits in channel {channel}, recorded are {expected}, which differs by {ours - expected}";
            }
        }

        return null;
    }

    private static string? DifferentScales(ValueFormat found, RecordedLayer recorded)
    {
        if (recorded.Scales is not { } right || found.IsFloat)
        {
            return null;
        }

        if (right.Length != 1 && right.Length != found.Channels)
        {
            return $"{found.Channels} channels, recorded are the scales of {right.Length}";
        }

        int wrong = Enumerable
            .Range(0, found.Channels)
            .FirstOrDefault(channel => !Same(found.ScaleOf(channel), right[right.Length == 1 ? 0 : channel], 0), -1);
        return wrong < 0
            ? null
            : $"the scale {found.ScaleOf(wrong)} in channel {wrong}, recorded is {right[right.Length == 1 ? 0 : wrong]}";
    }

    private static string? DifferentFloats(string what, LayerValues found, float[]? recorded)
    {
        if (recorded is not { } right)
        {
            return null;
        }

        float[] ours = found.Floats;
        int at = Enumerable.Range(0, ours.Length).FirstOrDefault(i => !Same(ours[i], right[i], FloatTolerance), -1);
        return at < 0
            ? null
            : $"the {what} {ours[at]} at {found.Format.Shape.PlaceOf(at)}, recorded is {right[at]}, which differs by "
                + $"{ours[at] - right[at]}";
    }

    private static bool Same(float ours, float right, float absolute) =>
        ours.Equals(right) || MathF.Abs(ours - right) <= absolute + (FloatTolerance * MathF.Abs(right));
}
