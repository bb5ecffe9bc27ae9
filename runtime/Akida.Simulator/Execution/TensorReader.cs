using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;
using Akida.Simulator.Program;

namespace Akida.Simulator.Execution;

/// <summary>Copies tensors out of an arena and into it, whatever their storage.</summary>
internal static unsafe class TensorReader
{
    /// <summary>The values of a tensor without its halo, in a format of as many values.</summary>
    public static LayerValues Read(Arena arena, PlannedTensor tensor, ValueFormat format)
    {
        if (tensor.Kind == StorageKind.Float32)
        {
            return new LayerValues(format, arena.Floats(tensor).ToArray());
        }

        long[] values = new long[format.Length];
        byte* memory = arena.Pointer(tensor);
        int rowLength = tensor.Width * tensor.Channels;
        for (int i = 0; i < values.Length; i++)
        {
            int index = tensor.At(i / rowLength, 0) + (i % rowLength);
            values[i] = tensor.Kind switch
            {
                StorageKind.UInt8 => memory[index],
                StorageKind.Int16 => ((short*)memory)[index],
                StorageKind.Int32 => ((int*)memory)[index],
                _ => ((long*)memory)[index],
            };
        }

        return new LayerValues(format, values);
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
        for (int i = 0; i < values.Integers.Length; i++)
        {
            int index = tensor.At(i / rowLength, 0) + (i % rowLength);
            long value = values.Integers[i];
            switch (tensor.Kind)
            {
                case StorageKind.UInt8:
                    memory[index] = checked((byte)value);
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
}
