using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>The instruction at the heart of the 256-bit kernels: adds the products of pairs of 16-bit integers to 32-bit sums.</summary>
public interface IPairProduct
{
    /// <summary>How many instructions it takes.</summary>
    static abstract int Instructions { get; }

    /// <summary><c>sums[i] + x[2i] · w[2i] + x[2i+1] · w[2i+1]</c>.</summary>
    static abstract Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<short> x, Vector256<short> w);
}

/// <summary>With AVX2: <c>vpmaddwd</c> and <c>vpaddd</c>.</summary>
internal readonly struct Avx2PairProduct : IPairProduct
{
    public static int Instructions => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<short> x, Vector256<short> w) =>
        Avx2.Add(sums, Avx2.MultiplyAddAdjacent(x, w));
}

/// <summary>With AVX-VNNI: <c>vpdpwssd</c>.</summary>
internal readonly struct AvxVnniPairProduct : IPairProduct
{
    public static int Instructions => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<short> x, Vector256<short> w) =>
        AvxVnni.MultiplyWideningAndAdd(sums, x, w);
}
