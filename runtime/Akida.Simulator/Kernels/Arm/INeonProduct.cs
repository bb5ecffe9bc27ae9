using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Akida.Simulator.Kernels.Arm;

/// <summary>The instructions at the heart of the matrix product on 64-bit ARM: add the products of groups of values to four sums.</summary>
internal interface INeonProduct
{
    /// <summary>How values and weights are stored, and how many of them make a group.</summary>
    static abstract KernelFormat Format { get; }

    /// <summary>How many instructions it takes.</summary>
    static abstract int Instructions { get; }

    /// <summary>Whether the processor has them, and they take the inputs of a problem.</summary>
    static abstract bool Takes(GemmProblem problem);

    /// <summary>To each sum the products of a group of values and weights, which lie in 32 bits each.</summary>
    static abstract Vector128<int> MultiplyAdd(Vector128<int> sums, Vector128<int> x, Vector128<int> w);
}

/// <summary>Pairs of 16-bit integers: <c>smull</c>, <c>smull2</c>, <c>addp</c>, <c>add</c>.</summary>
internal readonly struct NeonPairProduct : INeonProduct
{
    public static KernelFormat Format { get; } = new(2, AdvSimdFinish.Block, 2, StorageKind.Int16, StorageKind.Int16);

    public static int Instructions => AdvSimdFinish.MultiplyAddInstructions;

    public static bool Takes(GemmProblem problem) => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sums, Vector128<int> x, Vector128<int> w) =>
        AdvSimdFinish.MultiplyAdd(sums, x.AsInt16(), w.AsInt16());
}

/// <summary>Four bytes: <c>sdot</c>, which takes signed ones, so unsigned ones must be small.</summary>
internal readonly struct NeonQuadProduct : INeonProduct
{
    public static KernelFormat Format { get; } = new(2, AdvSimdFinish.Block, 4, StorageKind.UInt8, StorageKind.Int8);

    public static int Instructions => 1;

    public static bool Takes(GemmProblem problem) => Dp.IsSupported && problem.InputBound <= sbyte.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sums, Vector128<int> x, Vector128<int> w) =>
        Dp.DotProduct(sums, x.AsSByte(), w.AsSByte());
}
