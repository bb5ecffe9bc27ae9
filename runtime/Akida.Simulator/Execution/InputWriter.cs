using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution;

/// <summary>Puts an input into its tensor.</summary>
internal static unsafe class InputWriter
{
    /// <summary>Writes checked values.</summary>
    public static void Write<T>(Arena arena, PlannedTensor tensor, ReadOnlySpan<T> input)
        where T : unmanaged, INumber<T>
    {
        if (tensor.Kind == StorageKind.Float32)
        {
            Span<float> floats = arena.Floats(tensor);
            for (int i = 0; i < input.Length; i++)
            {
                floats[i] = float.CreateChecked(input[i]);
            }

            return;
        }

        int rowLength = tensor.Width * tensor.Channels;
        for (int row = 0; row < tensor.Height; row++)
        {
            ReadOnlySpan<T> values = input.Slice(row * rowLength, rowLength);
            if (tensor.Kind is StorageKind.UInt8 or StorageKind.Int8)
            {
                MemoryMarshal.AsBytes(values).CopyTo(new Span<byte>(arena.Pointer(tensor) + tensor.At(row, 0), rowLength));
            }
            else
            {
                WriteRow(values, arena.Int16(tensor) + tensor.At(row, 0));
            }
        }
    }

    private static void WriteRow<T>(ReadOnlySpan<T> row, short* target)
        where T : unmanaged, INumber<T>
    {
        int i = 0;
        if (typeof(T) == typeof(byte))
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(row);
            for (; i + Vector128<byte>.Count <= bytes.Length; i += Vector128<byte>.Count)
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(bytes[i..]));
                low.AsInt16().Store(target + i);
                high.AsInt16().Store(target + i + Vector128<ushort>.Count);
            }
        }
        else if (typeof(T) == typeof(sbyte))
        {
            ReadOnlySpan<sbyte> bytes = MemoryMarshal.Cast<T, sbyte>(row);
            for (; i + Vector128<sbyte>.Count <= bytes.Length; i += Vector128<sbyte>.Count)
            {
                (Vector128<short> low, Vector128<short> high) = Vector128.Widen(Vector128.Create(bytes[i..]));
                low.Store(target + i);
                high.Store(target + i + Vector128<short>.Count);
            }
        }

        for (; i < row.Length; i++)
        {
            target[i] = short.CreateChecked(row[i]);
        }
    }
}
