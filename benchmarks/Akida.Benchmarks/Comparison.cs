using Akida.Measurements;
using Akida.Simulator.Execution;

namespace Akida.Benchmarks;

/// <summary>Our simulator and ONNX Runtime int8 in one process, one thread each, in turns.</summary>
internal static class Comparison
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    /// <summary>Compares the named models, or all, and prints a Markdown table.</summary>
    public static int Run(string[] names, TextWriter output, TextWriter error)
    {
        if (names.FirstOrDefault(name => BenchmarkModel.All.All(model => model.Name != name)) is { } unknown)
        {
            error.WriteLine($"compare: error: '{unknown}' is not among {string.Join(", ", BenchmarkModel.All.Select(model => model.Name))}");
            return 2;
        }

        output.WriteLine("| 8-bit model | Akida simulator, ms | ONNX Runtime int8, ms | ONNX Runtime / ours |");
        output.WriteLine("|---|---|---|---|");
        foreach (BenchmarkModel model in BenchmarkModel.All.Where(model => names.Length == 0 || names.Contains(model.Name)))
        {
            if (!model.IsInZoo)
            {
                output.WriteLine($"| {model.Name} | not in the zoo | | |");
                continue;
            }

            (TimeSpan ours, TimeSpan onnx) = Measure(model);
            output.WriteLine($"| {model.Name} | {ours.TotalMilliseconds:F3} | {onnx.TotalMilliseconds:F3} | {onnx / ours:F2} |");
        }

        return 0;
    }

    private static (TimeSpan Ours, TimeSpan Onnx) Measure(BenchmarkModel model)
    {
        using OnnxInference onnx = new(model.OnnxPath);
        IntegerSimulator simulator = new(model.Program());
        Action run = SimulatorRun.Prepare(simulator);
        TimeSpan[] best = InterleavedTimer.Best(Duration, run, onnx.Run);
        return (best[0], best[1]);
    }
}
