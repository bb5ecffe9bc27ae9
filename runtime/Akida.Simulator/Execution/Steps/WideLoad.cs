using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Akida.Simulator.Execution.Steps;

/// <summary>Eight values of a tensor at once, whatever their storage.</summary>
internal static unsafe class WideLoad
{
    /// <summary>Eight integers.</summary>
    /// <param name="memory">The tensor.</param>
    /// <param name="kind">How it is stored, in at most 32 bits.</param>
    /// <param name="index">The first value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Int32(byte* memory, StorageKind kind, int index) =>
        kind switch
        {
            StorageKind.UInt8 => Widen(Vector128.WidenLower(Bytes(memory + index).AsByte()).AsInt16()),
            StorageKind.Int8 => Widen(Vector128.WidenLower(Bytes(memory + index).AsSByte())),
            StorageKind.Int16 => Widen(Vector128.Load((short*)memory + index)),
            _ => Vector256.Load((int*)memory + index),
        };

    private static Vector128<ulong> Bytes(byte* from) => Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(from));

    private static Vector256<int> Widen(Vector128<short> values)
    {
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(values);
        return Vector256.Create(low, high);
    }
}
