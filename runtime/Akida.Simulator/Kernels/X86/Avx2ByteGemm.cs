using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>
/// The matrix product of bytes with <c>vpmaddubsw</c>, four pixels by sixteen filters at a time. Sums of pairs are kept in 16 bits as long as
/// those are sure to hold them, which takes half the instructions of 16-bit integers; then they are added to 32-bit sums in memory.
/// </summary>
internal static unsafe class Avx2ByteGemm
{
    /// <summary>With fewer groups between two transfers to memory, 16-bit integers are faster.</summary>
    public const int FewestExactGroups = 8;

    private const int Tile = 4;

    public static void Run(in GemmArguments arguments)
    {
        int chunk = GemmChunks.Pixels(arguments, Tile);
        for (int start = 0; start < arguments.PixelCount; start += chunk)
        {
            int end = Math.Min(start + chunk, arguments.PixelCount);
            for (int first = 0; first < arguments.Filters; first += GemmArguments.Block)
            {
                RunChunk(arguments, first, start, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunChunk(in GemmArguments arguments, int first, int pixel, int end)
    {
        int* sums = stackalloc int[Tile * GemmArguments.Block];
        byte* weights = (byte*)arguments.Weights + ((long)first * arguments.SegmentCount * arguments.Groups * GemmArguments.GroupBytes);
        Vector256<int> bias0 = Vector256.Load(arguments.Map.Bias + first), bias1 = Vector256.Load(arguments.Map.Bias + first + 8);
        int count = Math.Min(GemmArguments.Block, arguments.Filters - first);
        for (; pixel < end; pixel += Tile)
        {
            int pixels = Math.Min(Tile, end - pixel);
            for (int i = 0; i < Tile; i++)
            {
                bias0.Store(sums + (i * GemmArguments.Block));
                bias1.Store(sums + (i * GemmArguments.Block) + 8);
            }

            byte* w = weights;
            for (int segment = 0; segment < arguments.SegmentCount; segment++)
            {
                for (int group = 0; group < arguments.Groups; group += arguments.ExactGroups)
                {
                    int groups = Math.Min(arguments.ExactGroups, arguments.Groups - group);
                    AddGroups(arguments, arguments.Segments[segment] + (group * GemmArguments.GroupBytes), groups, w, pixel, pixels - 1, sums);
                    w += groups * GemmArguments.GroupBytes * GemmArguments.Block;
                }
            }

            Finish256.StoreTile(sums, pixels, arguments.Map, first, count, arguments.Output, arguments.OutputPixels + pixel, arguments.OutputKind);
        }
    }

    /// <summary>Adds some groups of a segment to the tile; where it has fewer than four pixels, the last is computed several times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroups(in GemmArguments arguments, nint offset, nint groups, byte* w, int pixel, int last, int* sums)
    {
        byte* input = (byte*)arguments.Input + offset;
        int* pixels = arguments.Pixels + pixel;
        int* x0 = (int*)(input + pixels[0]), x1 = (int*)(input + pixels[Math.Min(1, last)]);
        int* x2 = (int*)(input + pixels[Math.Min(2, last)]), x3 = (int*)(input + pixels[Math.Min(3, last)]);
        Vector256<short> s00 = Vector256<short>.Zero, s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
        for (nint group = 0; group < groups; group++)
        {
            Vector256<sbyte> w0 = Vector256.Load(w).AsSByte(), w1 = Vector256.Load(w + 32).AsSByte();
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
