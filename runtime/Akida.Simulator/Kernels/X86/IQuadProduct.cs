using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>
/// The instructions at the heart of emitted products of bytes: groups of four unsigned bytes times four signed ones are summed, each group
/// in the 32 bits of a sum.
/// </summary>
public interface IQuadProduct
{
    /// <summary>How many instructions a product takes.</summary>
    static abstract int Instructions { get; }

    /// <summary>How many groups of four products a sum is sure to hold, where 16 bits hold so many sums of two.</summary>
    /// <param name="exactGroups">The groups whose sums of two products 16 bits hold (<see cref="GemmProblem.ExactGroups"/>).</param>
    static abstract int MostGroups(int exactGroups);

    /// <summary>Where sums begin.</summary>
    static abstract Vector256<int> Begin(Vector256<int> bias);

    /// <summary>Adds the products of a group.</summary>
    static abstract Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> w);

    /// <summary>Adds sums of other groups, which began at zero.</summary>
    static abstract Vector256<int> Add(Vector256<int> sums, Vector256<int> others);

    /// <summary>The sums with the bias.</summary>
    static abstract Vector256<int> End(Vector256<int> sums, Vector256<int> bias);
}

/// <summary>With AVX-VNNI: <c>vpdpbusd</c>.</summary>
internal readonly struct AvxVnniQuadProduct : IQuadProduct
{
    public static int Instructions => 1;

    public static int MostGroups(int exactGroups) => int.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Begin(Vector256<int> bias) => bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> w) =>
        AvxVnni.MultiplyWideningAndAdd(sums, x, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<int> others) => Avx2.Add(sums, others);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> End(Vector256<int> sums, Vector256<int> bias) => sums;
}

/// <summary>With AVX2, sums of 16 bits to the end: <c>vpmaddubsw</c> and <c>vpaddw</c>.</summary>
internal readonly struct Avx2NarrowQuadProduct : IQuadProduct
{
    public static int Instructions => 2;

    public static int MostGroups(int exactGroups) => exactGroups;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Begin(Vector256<int> bias) => Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> w) =>
        Avx2.Add(sums.AsInt16(), Avx2.MultiplyAddAdjacent(x, w)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<int> others) => Avx2.Add(sums.AsInt16(), others.AsInt16()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> End(Vector256<int> sums, Vector256<int> bias) =>
        Avx2.Add(Avx2.MultiplyAddAdjacent(sums.AsInt16(), Vector256<short>.One), bias);
}

/// <summary>With AVX2, sums of 32 bits: <c>vpmaddubsw</c>, <c>vpmaddwd</c> and <c>vpaddd</c>.</summary>
internal readonly struct Avx2WideQuadProduct : IQuadProduct
{
    public static int Instructions => 3;

    public static int MostGroups(int exactGroups) => exactGroups > 0 ? int.MaxValue : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Begin(Vector256<int> bias) => bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> w) =>
        Avx2.Add(sums, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, w), Vector256<short>.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<int> others) => Avx2.Add(sums, others);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> End(Vector256<int> sums, Vector256<int> bias) => sums;
}
