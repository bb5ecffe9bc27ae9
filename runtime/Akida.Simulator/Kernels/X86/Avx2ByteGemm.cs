using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>
/// The matrix product of bytes with <c>vpmaddubsw</c>, four pixels by sixteen filters at a time. Sums of pairs are kept in 16 bits as
/// long as
/// those are sure to hold them, which takes half the instructions of 16-bit integers; then they are added to 32-bit sums in memory.
/// </summary>
internal sealed unsafe class Avx2ByteGemm()
    : PackingGemmKernel("avx2", new KernelFormat(Tile, Finish256.Filters, Values, StorageKind.UInt8, StorageKind.Int8))
{
    private const int Tile = 4;
    private const int Values = 4;

    /// <summary>
    /// What a group costs, and a transfer of the 16-bit sums to memory: as measured, 16-bit integers are faster with fewer than eight
    /// groups between two transfers.
    /// </summary>
    private const double GroupCost = 4,
        TransferCost = 30;

    public override double? Cost(GemmProblem problem) =>
        Reads(problem) && problem.ExactGroups > 0
            ? KernelCost.Gemm(problem, Format, GroupCost + (TransferCost / problem.ExactGroups))
            : null;

    public override void Run(in GemmArguments arguments)
    {
        int chunk = GemmChunks.Pixels(arguments, Format);
        for (int start = 0; start < arguments.PixelCount; start += chunk)
        {
            int end = Math.Min(start + chunk, arguments.PixelCount);
            for (int first = 0; first < arguments.Filters; first += Finish256.Filters)
            {
                RunChunk(arguments, first, start, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunChunk(in GemmArguments arguments, int first, int pixel, int end)
    {
        int* sums = stackalloc int[Tile * Finish256.Filters];
        byte* weights = (byte*)arguments.Weights + ((long)first * arguments.SegmentCount * arguments.Groups * Values);
        Vector256<int> bias0 = Vector256.Load(arguments.Map.Bias + first),
            bias1 = Vector256.Load(arguments.Map.Bias + first + 8);
        int count = Math.Min(Finish256.Filters, arguments.Filters - first);
        for (; pixel < end; pixel += Tile)
        {
            int pixels = Math.Min(Tile, end - pixel);
            for (int i = 0; i < Tile; i++)
            {
                bias0.Store(sums + (i * Finish256.Filters));
                bias1.Store(sums + (i * Finish256.Filters) + 8);
            }

            byte* w = weights;
            for (int segment = 0; segment < arguments.SegmentCount; segment++)
            {
                for (int group = 0; group < arguments.Groups; group += arguments.ExactGroups)
                {
                    int groups = Math.Min(arguments.ExactGroups, arguments.Groups - group);
                    AddGroups(arguments, arguments.Segments[segment] + (group * Values), groups, w, pixel, pixels - 1, sums);
                    w += groups * Values * Finish256.Filters;
                }
            }

            Finish256.StoreTile(
                sums,
                pixels,
                arguments.Map,
                first,
                count,
                arguments.Output,
                arguments.OutputPixels + pixel,
                arguments.OutputKind
            );
        }
    }

    /// <summary>
    /// Adds some groups of a segment to the tile; where it has fewer than four pixels, the last is computed several times.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroups(in GemmArguments arguments, nint offset, nint groups, byte* w, int pixel, int last, int* sums)
    {
        byte* input = (byte*)arguments.Input + offset;
        int* pixels = arguments.Pixels + pixel;
        int* x0 = (int*)(input + pixels[0]),
            x1 = (int*)(input + pixels[Math.Min(1, last)]);
        int* x2 = (int*)(input + pixels[Math.Min(2, last)]),
            x3 = (int*)(input + pixels[Math.Min(3, last)]);
        Vector256<short> s00 = Vector256<short>.Zero,
            s01 = s00,
            s10 = s00,
            s11 = s00,
            s20 = s00,
            s21 = s00,
            s30 = s00,
            s31 = s00;
        for (nint group = 0; group < groups; group++)
        {
            Vector256<sbyte> w0 = Vector256.Load(w).AsSByte(),
                w1 = Vector256.Load(w + 32).AsSByte();
            w += 64;
            Vector256<byte> x = Avx2.BroadcastScalarToVector256(x0 + group).AsByte();
            s00 = Avx2.Add(s00, Avx2.MultiplyAddAdjacent(x, w0));
            s01 = Avx2.Add(s01, Avx2.MultiplyAddAdjacent(x, w1));
            x = Avx2.BroadcastScalarToVector256(x1 + group).AsByte();
            s10 = Avx2.Add(s10, Avx2.MultiplyAddAdjacent(x, w0));
            s11 = Avx2.Add(s11, Avx2.MultiplyAddAdjacent(x, w1));
            x = Avx2.BroadcastScalarToVector256(x2 + group).AsByte();
            s20 = Avx2.Add(s20, Avx2.MultiplyAddAdjacent(x, w0));
            s21 = Avx2.Add(s21, Avx2.MultiplyAddAdjacent(x, w1));
            x = Avx2.BroadcastScalarToVector256(x3 + group).AsByte();
            s30 = Avx2.Add(s30, Avx2.MultiplyAddAdjacent(x, w0));
            s31 = Avx2.Add(s31, Avx2.MultiplyAddAdjacent(x, w1));
        }

        AddWidened(s00, sums);
        AddWidened(s01, sums + 8);
        AddWidened(s10, sums + 16);
        AddWidened(s11, sums + 24);
        AddWidened(s20, sums + 32);
        AddWidened(s21, sums + 40);
        AddWidened(s30, sums + 48);
        AddWidened(s31, sums + 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWidened(Vector256<short> pairs, int* sums) =>
        Avx2.Add(Vector256.Load(sums), Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One)).Store(sums);
}
