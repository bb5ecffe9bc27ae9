using System.Diagnostics;
using System.Globalization;
using Akida.Kernels;
using Akida.Simulator.Kernels;

namespace Akida.Benchmarks;

/// <summary>How fast a kernel multiplies.</summary>
/// <param name="Sizes">Pixels, segments, values of a segment and filters.</param>
/// <param name="Input">How the input is stored.</param>
/// <param name="Bounds">The largest magnitudes of inputs and weights.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="MultiplyAdds">Multiply-adds a second: the best of many runs on one thread.</param>
internal sealed record ProductSpeed(string Sizes, string Input, string Bounds, string Kernel, double MultiplyAdds);

/// <summary>How fast the kernels of this machine are.</summary>
internal static unsafe class KernelSpeed
{
    private static readonly (int Pixels, int Segments, int Length, int Filters)[] Sizes =
    [
        (12544, 3, 9, 32),
        (12544, 3, 96, 64),
        (3136, 3, 192, 64),
        (3136, 3, 384, 128),
        (784, 1, 256, 256),
        (196, 1, 512, 512),
        (49, 1, 1024, 1024),
        (1, 1, 1024, 1000),
    ];

    /// <summary>Inputs and weights of 8 bits, then fewer: what 16 bits hold a sum of differs.</summary>
    private static readonly (int Input, int Weight)[] Bounds = [(127, 127), (255, 7), (15, 7)];

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.5);

    /// <summary>Multiply-adds of bytes that the processor can do in a second on one thread; null where nothing can be assembled.</summary>
    public static double? Peak() => PeakProducts.Measure();

    /// <summary>The peak in words.</summary>
    public static string Describe(double? peak) =>
        peak is null
            ? "Nothing can be assembled here, so no peak."
            : string.Create(CultureInfo.InvariantCulture, $"The processor's peak: {peak / 1e9:F0} G multiply-adds/s.");

    /// <summary>Measures matrix products of the sizes that models have on each kernel, one after the other.</summary>
    public static IEnumerable<ProductSpeed> Products()
    {
        foreach ((int pixels, int segments, int length, int filters) in Sizes)
        {
            foreach (StorageKind input in (StorageKind[])[StorageKind.UInt8, StorageKind.Int8, StorageKind.Int16])
            {
                foreach ((int inputBound, int weightBound) in input == StorageKind.UInt8 ? Bounds : Bounds[..1])
                {
                    GemmProblem problem = new(pixels, segments, length, filters, input, inputBound, StorageKind.Int8, weightBound);
                    foreach (
                        GemmKernel kernel in KernelSets
                            .Select()
                            .WithFallbacks.Where(set => set.Name != "scalar")
                            .SelectMany(set => set.OwnGemm)
                            .Where(kernel => kernel.Cost(problem) is not null)
                    )
                    {
                        yield return new ProductSpeed(
                            $"{pixels}, {segments}, {length}, {filters}",
                            input.ShortName(),
                            $"{inputBound} · {weightBound}",
                            kernel.Name,
                            problem.MultiplyAdds / Best(kernel, problem)
                        );
                    }
                }
            }
        }
    }

    private static double Best(GemmKernel kernel, GemmProblem problem)
    {
        Random random = new(1);
        short[] weights =
        [
            .. Enumerable
                .Range(0, problem.Segments * problem.Length * problem.Filters)
                .Select(_ => (short)random.Next((int)-problem.WeightBound, (int)problem.WeightBound + 1)),
        ];
        ChannelMap map = new(100, -1_000_000, 1_000_000, 100, 1 << 17, 18, 0, 255);
        LoadedGemm product = kernel.Load(
            problem,
            weights,
            new ChannelMaps(Enumerable.Repeat(map, problem.Filters).ToArray()),
            StorageKind.UInt8
        );
        int step = problem.Segments == 1 ? problem.Length : problem.Length / 3;
        PinnedBuffer input = new((((long)problem.Pixels * step) + ((long)problem.Segments * problem.Length)) * problem.Input.Size() * 2);
        PinnedBuffer target = new((long)problem.Pixels * problem.Filters);
        random.NextBytes(new Span<byte>(input.Pointer, problem.Pixels * step * problem.Input.Size()));
        PinnedBuffer pixels = PinnedBuffer.Of<int>([.. Enumerable.Range(0, problem.Pixels).Select(pixel => pixel * step)]),
            outputs = PinnedBuffer.Of<int>([.. Enumerable.Range(0, problem.Pixels).Select(pixel => pixel * problem.Filters)]),
            segments = PinnedBuffer.Of<int>([.. Enumerable.Range(0, problem.Segments).Select(segment => segment * problem.Length)]);
        GemmOperands operands = new()
        {
            Input = input.Pointer,
            Pixels = (int*)pixels.Pointer,
            Segments = (int*)segments.Pointer,
            Output = target.Pointer,
            OutputPixels = (int*)outputs.Pointer,
        };
        double best = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        do
        {
            long before = Stopwatch.GetTimestamp();
            product.Run(operands);
            best = Math.Min(best, Stopwatch.GetElapsedTime(before).TotalSeconds);
        } while (Stopwatch.GetElapsedTime(start) < Duration);

        GC.KeepAlive((input, target, pixels, outputs, segments));
        return best;
    }
}
