using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Akida.Simulator.Kernels.Scalar;

namespace Akida.Simulator.Kernels.X86;

/// <summary>The channel maps and the storing of results, eight channels at a time.</summary>
/// <remarks>
/// Kernels leave their sums in a tile of memory, <c>[pixel][channel]</c>, and call this afterwards: a call inside a kernel would make the
/// compiler keep the sums of its inner loop in memory.
/// </remarks>
internal static unsafe class Finish256
{
    /// <summary>The channels of a tile.</summary>
    public const int Filters = 16;

    private const byte EvenThenOddQuarters = 0b11_01_10_00;

    /// <summary>
    /// Maps and stores a tile of some pixels and <see cref="Filters"/> channels, of which only <paramref name="count"/> exist.
    /// </summary>
    /// <param name="sums">The tile; its sums hold the bias. It is overwritten.</param>
    /// <param name="pixels">The number of pixels.</param>
    /// <param name="map">The maps of all channels.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="count">The number of channels.</param>
    /// <param name="output">The output.</param>
    /// <param name="outputPixels">The offset of each pixel in it.</param>
    /// <param name="kind">How it is stored.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StoreTile(
        int* sums,
        int pixels,
        in ChannelMapPointers map,
        int channel,
        int count,
        void* output,
        int* outputPixels,
        StorageKind kind
    )
    {
        MapColumn(sums, pixels, map, channel);
        MapColumn(sums + 8, pixels, map, channel + 8);
        for (int pixel = 0; pixel < pixels; pixel++, sums += Filters)
        {
            int index = outputPixels[pixel] + channel;
            if (count < Filters)
            {
                StorePart(sums, count, output, index, kind);
            }
            else if (kind == StorageKind.Int32)
            {
                Vector256.Load(sums).Store((int*)output + index);
                Vector256.Load(sums + 8).Store((int*)output + index + 8);
            }
            else
            {
                Vector256<short> narrow = Avx2.PackSignedSaturate(Vector256.Load(sums), Vector256.Load(sums + 8));
                narrow = Avx2.Permute4x64(narrow.AsInt64(), EvenThenOddQuarters).AsInt16();
                if (kind == StorageKind.UInt8)
                {
                    Sse2.PackUnsignedSaturate(narrow.GetLower(), narrow.GetUpper()).Store((byte*)output + index);
                }
                else if (kind == StorageKind.Int8)
                {
                    Sse2.PackSignedSaturate(narrow.GetLower(), narrow.GetUpper()).Store((sbyte*)output + index);
                }
                else
                {
                    narrow.Store((short*)output + index);
                }
            }
        }
    }

    /// <summary>The maps of eight channels for all pixels of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MapColumn(int* sums, int pixels, in ChannelMapPointers map, int channel)
    {
        Vector256<int> low = Vector256.Load(map.Low + channel),
            high = Vector256.Load(map.High + channel);
        Vector256<int> scale = Vector256.Load(map.Scale + channel),
            half = Vector256.Load(map.Half + channel);
        Vector256<uint> shift = Vector256.Load(map.Shift + channel).AsUInt32();
        Vector256<int> outLow = Vector256.Load(map.OutLow + channel),
            outHigh = Vector256.Load(map.OutHigh + channel);
        for (int pixel = 0; pixel < pixels; pixel++, sums += Filters)
        {
            Vector256<int> value = Avx2.Min(Avx2.Max(Vector256.Load(sums), low), high);
            value = Avx2.ShiftRightArithmeticVariable(Avx2.Add(Avx2.MultiplyLow(value, scale), half), shift);
            Avx2.Min(Avx2.Max(value, outLow), outHigh).Store(sums);
        }
    }

    private static void StorePart(int* values, int count, void* output, int index, StorageKind kind)
    {
        for (int i = 0; i < count; i++)
        {
            ScalarFinish.Store(values[i], output, index + i, kind);
        }
    }
}
