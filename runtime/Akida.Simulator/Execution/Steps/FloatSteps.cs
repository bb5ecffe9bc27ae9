using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>Makes a float input fixed point.</summary>
internal sealed unsafe class QuantizeInputStep(IntegerInputQuantizer layer, PlannedTensor input, PlannedTensor output) : Step
{
    public override void Run(Arena arena, object? state)
    {
        ReadOnlySpan<float> values = arena.Floats(input);
        short* target = arena.Int16(output);
        int index = 0;
        for (int pixel = 0; pixel < output.Height * output.Width; pixel++)
        {
            short* cell = target + output.At(pixel / output.Width, pixel % output.Width);
            for (int channel = 0; channel < output.Channels; channel++)
            {
                cell[channel] = (short)layer.Quantize(values[index++], channel);
            }
        }
    }
}

/// <summary>Makes integers floats.</summary>
internal sealed unsafe class DequantizeStep(IntegerDequantizer layer, PlannedTensor input, PlannedTensor output) : Step
{
    public override void Run(Arena arena, object? state)
    {
        Span<float> result = arena.Floats(output);
        int index = 0;
        for (int pixel = 0; pixel < input.Height * input.Width; pixel++)
        {
            int start = input.At(pixel / input.Width, pixel % input.Width);
            for (int channel = 0; channel < input.Channels; channel++)
            {
                int value =
                    input.Kind == StorageKind.Int16 ? arena.Int16(input)[start + channel] : ((int*)arena.Pointer(input))[start + channel];
                result[index++] = layer.Dequantize(value, channel);
            }
        }
    }
}

/// <summary>A layer on floats.</summary>
internal sealed class FloatStep(FloatLayer layer, PlannedTensor input, PlannedTensor output) : Step
{
    public override void Run(Arena arena, object? state) => FloatOperations.Run(layer, arena.Floats(input), arena.Floats(output));
}
