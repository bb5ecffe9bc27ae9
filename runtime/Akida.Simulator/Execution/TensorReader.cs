using Akida.Integers;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution;

/// <summary>Copies tensors out of an arena and into it, whatever their storage.</summary>
internal static unsafe class TensorReader
{
    /// <summary>The values of a tensor without its halo, in a format of as many values.</summary>
    public static LayerValues Read(Arena arena, PlannedTensor tensor, ValueFormat format)
    {
        LayerValues values = LayerValues.Zeros(format);
        Read(arena, tensor, values);
        return values;
    }

    /// <summary>Reads the values of a tensor without its halo.</summary>
    public static void Read(Arena arena, PlannedTensor tensor, LayerValues values)
    {
        if (tensor.Kind == StorageKind.Float32)
        {
            arena.Floats(tensor).CopyTo(values.Floats);
            return;
        }

        byte* memory = arena.Pointer(tensor);
        int rowLength = tensor.Width * tensor.Channels;
        Span<long> integers = values.Integers;
        for (int row = 0; row < tensor.Height; row++)
        {
            int first = tensor.At(row, 0);
            Span<long> target = integers.Slice(row * rowLength, rowLength);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = Value(memory, tensor.Kind, first + i);
            }
        }
    }

    /// <summary>What the values of a tensor are worth in a format, without its halo.</summary>
    public static void ReadWorth(Arena arena, PlannedTensor tensor, ValueFormat format, Span<float> values)
    {
        if (tensor.Kind == StorageKind.Float32)
        {
            arena.Floats(tensor).CopyTo(values);
            return;
        }

        byte* memory = arena.Pointer(tensor);
        int rowLength = tensor.Width * tensor.Channels,
            channels = format.Channels;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = format.Worth(Value(memory, tensor.Kind, tensor.At(i / rowLength, 0) + (i % rowLength)), i % channels);
        }
    }

    /// <summary>Writes the values of a tensor.</summary>
    public static void Write(Arena arena, PlannedTensor tensor, LayerValues values)
    {
        if (tensor.Kind == StorageKind.Float32)
        {
            values.Floats.CopyTo(arena.Floats(tensor));
            return;
        }

        byte* memory = arena.Pointer(tensor);
        int rowLength = tensor.Width * tensor.Channels;
        ReadOnlySpan<long> integers = values.Integers;
        for (int row = 0; row < tensor.Height; row++)
        {
            int first = tensor.At(row, 0);
            ReadOnlySpan<long> source = integers.Slice(row * rowLength, rowLength);
            for (int i = 0; i < source.Length; i++)
            {
                Set(memory, tensor.Kind, first + i, source[i]);
            }
        }
    }

    public static long Value(byte* memory, StorageKind kind, int index) =>
        kind switch
        {
            StorageKind.UInt8 => memory[index],
            StorageKind.Int8 => ((sbyte*)memory)[index],
            StorageKind.Int16 => ((short*)memory)[index],
            StorageKind.Int32 => ((int*)memory)[index],
            _ => ((long*)memory)[index],
        };

    public static void Set(byte* memory, StorageKind kind, int index, long value)
    {
        switch (kind)
        {
            case StorageKind.UInt8:
                memory[index] = checked((byte)value);
                break;
            case StorageKind.Int8:
                ((sbyte*)memory)[index] = checked((sbyte)value);
                break;
            case StorageKind.Int16:
                ((short*)memory)[index] = checked((short)value);
                break;
            case StorageKind.Int32:
                ((int*)memory)[index] = checked((int)value);
                break;
            default:
                ((long*)memory)[index] = value;
                break;
        }
    }
}
