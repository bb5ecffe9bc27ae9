using System.Diagnostics;
using System.Globalization;
using Akida.Kernels;
using Akida.Simulator.Kernels;

namespace Akida.Benchmarks;

/// <summary>How fast the kernels of each set multiply matrices of the sizes that models have, against the peak of the processor.</summary>
internal static unsafe class ProductSpeed
{
    /// <summary>The verb on the command line.</summary>
    public const string Verb = "products";

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

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.5);

    /// <summary>Measures and prints a Markdown table.</summary>
    public static void Run(TextWriter output)
    {
        double? peak = PeakProducts.Measure();
        output.WriteLine(
            peak is null
                ? "No 512-bit vpdpbusd here."
                : string.Create(CultureInfo.InvariantCulture, $"Peak of vpdpbusd: {peak / 1e9:F0} G/s.")
        );
        output.WriteLine();
        output.WriteLine("| pixels, segments, length, filters | input | kernel | G multiply-adds/s | of the peak |");
        output.WriteLine("|---|---|---|---|---|");
        foreach ((int pixels, int segments, int length, int filters) in Sizes)
        {
            foreach (StorageKind input in (StorageKind[])[StorageKind.UInt8, StorageKind.Int8, StorageKind.Int16])
            {
                foreach (GemmKernel kernel in KernelSets.Supported.SelectMany(set => set.OwnGemm))
                {
                    GemmProblem problem = new(pixels, segments, length, filters, input, 127, StorageKind.Int8, 127);
                    if (kernel.Cost(problem) is null || kernel.Name.StartsWith("scalar", StringComparison.Ordinal))
                    {
                        continue;
                    }

                    double speed = problem.MultiplyAdds / Best(kernel, problem);
                    output.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"| {pixels}, {segments}, {length}, {filters} | {input.ShortName()} | {kernel.Name} | {speed / 1e9:F0} | {speed / peak:P0} |"
                        )
                    );
                }
            }
        }
    }

    private static double Best(GemmKernel kernel, GemmProblem problem)
    {
        Random random = new(1);
        int[] weights = [.. Enumerable.Range(0, problem.Segments * problem.Length * problem.Filters).Select(_ => random.Next(-127, 128))];
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
