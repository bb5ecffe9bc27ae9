using System.Runtime.InteropServices;
using Akida.Integers;
using TensorType = Akida.Formats.Onnx.Protocol.TensorProto.Types.DataType;

namespace Akida.Formats.Onnx.Qdq;

/// <summary>Pairs of QuantizeLinear and DequantizeLinear, and constants behind a DequantizeLinear.</summary>
internal static class QdqTensors
{
    // QuantizeLinear rounds halves to even, the simulator up: a step that is smaller by this share lifts the halves of positive values over
    // the edge, and is still more than what 32-bit floats lose.
    private const double LessThanStep = 1 - (1.0 / (1 << 22));

    // The same for signed values, in steps.
    private const double Lift = 1.0 / (1 << 16);

    /// <summary>A value that broadcasts along the channels of a tensor.</summary>
    public static string Channels(OnnxBuilder builder, Layout layout, int rank, IEnumerable<double> values)
    {
        float[] singles = [.. values.Select(value => (float)value)];
        singles = singles.Distinct().Count() == 1 ? [singles[0]] : singles;
        bool first = layout == Layout.ChannelsFirst && singles.Length > 1;
        TensorShape shape =
            singles.Length == 1 ? new()
            : first ? TensorShape.Of([singles.Length, .. Enumerable.Repeat(1, rank - 1)])
            : new(singles.Length);
        return builder.Constant(new Tensor(shape, singles));
    }

    /// <summary>Multiplies by what makes one unit of another.</summary>
    public static string Rescale(OnnxBuilder builder, string value, Layout layout, TensorShape shape, double[] from, double[] to)
    {
        int channels = Math.Max(from.Length, to.Length);
        double[] factors =
        [
            .. Enumerable
                .Range(0, channels)
                .Select(channel => (QdqUnits.At(from, channel), QdqUnits.At(to, channel)) is var (a, b) && a != b ? b / a : 1),
        ];
        return factors.All(factor => factor == 1) ? value : builder.Node("Mul", [value, Channels(builder, layout, shape.Rank, factors)]);
    }

    /// <summary>Rounds values to the steps of a format and saturates them.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="value">The values.</param>
    /// <param name="layout">Their layout.</param>
    /// <param name="format">The fixed-point format.</param>
    /// <param name="neverNegative">Whether no value is negative.</param>
    /// <param name="zeroPoints">What is added to the integers: one, or one per channel; none for nothing.</param>
    /// <param name="halvesAreLikely">Whether so many values lie halfway between two steps that signed ones are worth an operator that lifts
    /// them.</param>
    public static string Quantize(
        OnnxBuilder builder,
        string value,
        Layout layout,
        ValueFormat format,
        bool neverNegative,
        EquatableArray<int> zeroPoints,
        bool halvesAreLikely = false
    )
    {
        int rank = format.Shape.Rank;
        double[] steps = [.. format.FracBits.Select(bits => Math.Pow(2, -bits))];
        double least = neverNegative ? 0 : FixedPoint.Minimum(format.ValueBits),
            most = FixedPoint.Maximum(format.ValueBits);
        TensorType? type =
            neverNegative && most <= byte.MaxValue ? TensorType.Uint8
            : least >= sbyte.MinValue && most <= sbyte.MaxValue ? TensorType.Int8
            : null;
        if (type is null)
        {
            return QuantizeWithoutType(builder, value, layout, format, steps, least, most, zeroPoints);
        }

        if (halvesAreLikely && !neverNegative)
        {
            value = builder.Node("Add", [value, Channels(builder, layout, rank, steps.Select(step => step * Lift))]);
        }

        if (most != (type == TensorType.Uint8 ? byte.MaxValue : sbyte.MaxValue))
        {
            value = builder.Node("Min", [value, Channels(builder, layout, rank, steps.Select(step => step * most))]);
        }

        if (type == TensorType.Int8 && least != sbyte.MinValue)
        {
            value = builder.Node("Max", [value, Channels(builder, layout, rank, steps.Select(step => step * least))]);
        }

        int count = Math.Max(steps.Length, zeroPoints.Count);
        (string, object)[] axis = count == 1 ? [] : [("axis", layout == Layout.ChannelsFirst ? 1 : rank)];
        string scale = Scale(builder, Enumerable.Range(0, count).Select(channel => QdqUnits.At(steps, channel)));
        string divisor =
            neverNegative && zeroPoints.Count == 0
                ? Scale(builder, Enumerable.Range(0, count).Select(channel => QdqUnits.At(steps, channel) * LessThanStep))
                : scale;
        byte[] zeros = new byte[count],
            points =

            [
                .. Enumerable
                    .Range(0, count)
                    .Select(channel => zeroPoints.Count == 0 ? (byte)0 : (byte)zeroPoints[zeroPoints.Count == 1 ? 0 : channel]),
            ];
        long[] dimensions = count == 1 ? [] : [count];
        string quantized = builder.Node("QuantizeLinear", [value, divisor, builder.Constant(type.Value, dimensions, points)], axis);
        return builder.Node("DequantizeLinear", [quantized, scale, builder.Constant(type.Value, dimensions, zeros)], axis);
    }

    /// <summary>Weights of integers, worth a scale for each position along an axis (or one for all).</summary>
    public static string Weights(OnnxBuilder builder, sbyte[] values, int bits, TensorShape shape, int axis, IReadOnlyList<double> scales)
    {
        // Kernels of ONNX Runtime saturate sums of signed bytes of full range on CPUs without VNNI; those of unsigned bytes do not.
        bool full = bits == 8;
        TensorType type = full ? TensorType.Uint8 : TensorType.Int8;
        byte[] bytes = full ? Array.ConvertAll(values, value => (byte)(value + 128)) : MemoryMarshal.AsBytes<sbyte>(values).ToArray();
        string constant = builder.Constant(type, shape.Dimensions.Select(size => (long)size), bytes);
        bool one = scales.Count == 1;
        byte[] points = [.. Enumerable.Repeat((byte)(full ? 128 : 0), scales.Count)];
        string[] inputs = [constant, Scale(builder, scales), builder.Constant(type, one ? [] : [scales.Count], points)];
        return one ? builder.Node("DequantizeLinear", inputs) : builder.Node("DequantizeLinear", inputs, ("axis", axis));
    }

    /// <summary>A bias of 32-bit integers.</summary>
    public static string Bias(OnnxBuilder builder, AlignedValues bias, double[] unit, int channels)
    {
        int[] values = [.. Enumerable.Range(0, channels).Select(channel => checked((int)bias.ValueOf(channel)))];
        string constant = builder.Constant(TensorType.Int32, [channels], MemoryMarshal.AsBytes<int>(values));
        string scale = Scale(builder, Enumerable.Range(0, channels).Select(channel => QdqUnits.At(unit, channel)));
        return channels == 1
            ? builder.Node("DequantizeLinear", [constant, scale])
            : builder.Node("DequantizeLinear", [constant, scale], ("axis", 0));
    }

    private static string Scale(OnnxBuilder builder, IEnumerable<double> values)
    {
        float[] singles = [.. values.Select(value => (float)value)];
        return builder.Constant(new Tensor(singles.Length == 1 ? new() : new(singles.Length), singles));
    }

    /// <summary>What no 8-bit type holds is rounded and saturated by arithmetic.</summary>
    private static string QuantizeWithoutType(
        OnnxBuilder builder,
        string value,
        Layout layout,
        ValueFormat format,
        double[] steps,
        double least,
        double most,
        EquatableArray<int> zeroPoints
    )
    {
        int rank = format.Shape.Rank;
        string scaled = builder.Node("Mul", [value, Channels(builder, layout, rank, steps.Select(step => 1 / step))]);
        string rounded =
            zeroPoints.Count > 0
                ? builder.Node(
                    "Add",
                    [builder.Node("Round", scaled), Channels(builder, layout, rank, zeroPoints.Select(point => (double)point))]
                )
                : builder.Node("Floor", builder.Node("Add", [scaled, builder.Constant(0.5f)]));
        string clipped = builder.Node("Clip", [rounded, builder.Constant((float)least), builder.Constant((float)most)]);
        return builder.Node("Mul", [clipped, Channels(builder, layout, rank, steps)]);
    }
}
