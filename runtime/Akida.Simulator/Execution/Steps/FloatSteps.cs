using System.Runtime.Intrinsics;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>Makes a float input fixed point.</summary>
internal sealed unsafe class QuantizeInputStep(IntegerInputQuantizer layer, PlannedTensor input, PlannedTensor output) : Step
{
    public override int Units => output.Height * output.Width;

    public override void Run(Arena arena, object? state, int first, int end)
    {
        ReadOnlySpan<float> values = arena.Floats(input);
        byte* target = arena.Pointer(output);
        int index = first * output.Channels;
        for (int pixel = first; pixel < end; pixel++)
        {
            int start = output.At(pixel / output.Width, pixel % output.Width);
            for (int channel = 0; channel < output.Channels; channel++)
            {
                TensorReader.Set(target, output.Kind, start + channel, layer.Quantize(values[index++], channel));
            }
        }
    }
}

/// <summary>Makes integers floats.</summary>
internal sealed unsafe class DequantizeStep(IntegerDequantizer layer, PlannedTensor input, PlannedTensor output) : Step
{
    // What one is worth in each channel of a row, in two factors, which are multiplied in the order of the definition.
    private readonly float[] powers = [.. Channels(input).Select(channel => FixedPoint.PowerOfTwo(-layer.Input.FracBitsOf(channel)))],
        scales = [.. Channels(input).Select(layer.Input.ScaleOf)];

    public override int Units => input.Height;

    public override void Run(Arena arena, object? state, int first, int end)
    {
        byte* values = arena.Pointer(input);
        Span<float> result = arena.Floats(output);
        int index = first * powers.Length;
        for (int row = first; row < end; row++)
        {
            int start = input.At(row, 0),
                i = 0;
            for (; i + Vector256<int>.Count <= powers.Length; i += Vector256<int>.Count, index += Vector256<int>.Count)
            {
                Vector256<float> floats = Vector256.ConvertToSingle(WideLoad.Int32(values, input.Kind, start + i));
                floats *= Vector256.Create<float>(powers.AsSpan(i));
                (floats * Vector256.Create<float>(scales.AsSpan(i))).CopyTo(result[index..]);
            }

            for (; i < powers.Length; i++)
            {
                result[index++] = (int)TensorReader.Value(values, input.Kind, start + i) * powers[i] * scales[i];
            }
        }
    }

    private static IEnumerable<int> Channels(PlannedTensor tensor) =>
        Enumerable.Range(0, tensor.Width * tensor.Channels).Select(i => i % tensor.Channels);
}

/// <summary>A layer on floats.</summary>
internal sealed class FloatStep(FloatLayer layer, PlannedTensor input, PlannedTensor output) : Step
{
    public override void Run(Arena arena, object? state, int first, int end) =>
        FloatOperations.Run(layer, arena.Floats(input), arena.Floats(output));
}
