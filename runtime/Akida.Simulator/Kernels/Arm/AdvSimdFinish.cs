using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using Akida.Simulator.Kernels.Scalar;

namespace Akida.Simulator.Kernels.Arm;

/// <summary>Products of pairs, the channel maps and the storing of results, four channels at a time.</summary>
internal static unsafe class AdvSimdFinish
{
    /// <summary>The channels of a tile.</summary>
    public const int Block = 16;

    /// <summary>The instructions of <see cref="MultiplyAdd"/>.</summary>
    public const int MultiplyAddInstructions = 4;

    private const int Lanes = 4;

    /// <summary><c>sums[i] + x[2i] · w[2i] + x[2i+1] · w[2i+1]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sums, Vector128<short> x, Vector128<short> w) =>
        AdvSimd.Add(
            sums,
            AdvSimd.Arm64.AddPairwise(AdvSimd.MultiplyWideningLower(x.GetLower(), w.GetLower()), AdvSimd.MultiplyWideningUpper(x, w))
        );

    /// <summary>Maps and stores a tile of one pixel.</summary>
    public static void Store(
        Vector128<int> s0,
        Vector128<int> s1,
        Vector128<int> s2,
        Vector128<int> s3,
        in ChannelMapPointers map,
        int first,
        int count,
        void* output,
        int pixel,
        StorageKind kind
    )
    {
        int* values = stackalloc int[Block];
        Map(s0, map, first).Store(values);
        Map(s1, map, first + Lanes).Store(values + Lanes);
        Map(s2, map, first + (2 * Lanes)).Store(values + (2 * Lanes));
        Map(s3, map, first + (3 * Lanes)).Store(values + (3 * Lanes));
        for (int i = 0; i < count; i++)
        {
            ScalarFinish.Store(values[i], output, pixel + first + i, kind);
        }
    }

    private static Vector128<int> Map(Vector128<int> sums, in ChannelMapPointers map, int channel)
    {
        Vector128<int> value = AdvSimd.Min(AdvSimd.Max(sums, Vector128.Load(map.Low + channel)), Vector128.Load(map.High + channel));
        value = AdvSimd.MultiplyAdd(Vector128.Load(map.Half + channel), value, Vector128.Load(map.Scale + channel));
        value = AdvSimd.ShiftArithmetic(value, AdvSimd.Negate(Vector128.Load(map.Shift + channel)));
        return AdvSimd.Min(AdvSimd.Max(value, Vector128.Load(map.OutLow + channel)), Vector128.Load(map.OutHigh + channel));
    }
}
