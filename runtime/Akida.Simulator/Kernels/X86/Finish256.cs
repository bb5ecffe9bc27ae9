using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>The channel maps and the storing of results, eight channels at a time.</summary>
internal static unsafe class Finish256
{
    private const byte EvenThenOddQuarters = 0b11_01_10_00;

    /// <summary>The map of the eight channels from <paramref name="channel"/> on, for sums that already hold the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Map(Vector256<int> sums, in ChannelMapPointers map, int channel)
    {
        Vector256<int> value = Avx2.Min(Avx2.Max(sums, Vector256.Load(map.Low + channel)), Vector256.Load(map.High + channel));
        value = Avx2.Add(Avx2.MultiplyLow(value, Vector256.Load(map.Scale + channel)), Vector256.Load(map.Half + channel));
        value = Avx2.ShiftRightArithmeticVariable(value, Vector256.Load(map.Shift + channel).AsUInt32());
        return Avx2.Min(Avx2.Max(value, Vector256.Load(map.OutLow + channel)), Vector256.Load(map.OutHigh + channel));
    }

    /// <summary>Maps and stores the sums of sixteen channels, of which only <paramref name="count"/> exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector256<int> first, Vector256<int> second, in ChannelMapPointers map, int channel, int count, void* output, int index, bool isWide)
    {
        first = Map(first, map, channel);
        second = Map(second, map, channel + 8);
        if (count < GemmArguments.Block)
        {
            StorePart(first, second, count, output, index, isWide);
        }
        else if (isWide)
        {
            first.Store((int*)output + index);
            second.Store((int*)output + index + 8);
        }
        else
        {
            Narrow(first, second).Store((short*)output + index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Narrow(Vector256<int> first, Vector256<int> second) =>
        Avx2.Permute4x64(Avx2.PackSignedSaturate(first, second).AsInt64(), EvenThenOddQuarters).AsInt16();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StorePart(Vector256<int> first, Vector256<int> second, int count, void* output, int index, bool isWide)
    {
        int* values = stackalloc int[GemmArguments.Block];
        first.Store(values);
        second.Store(values + 8);
        for (int i = 0; i < count; i++)
        {
            if (isWide)
            {
                ((int*)output)[index + i] = values[i];
            }
            else
            {
                ((short*)output)[index + i] = (short)values[i];
            }
        }
    }
}
