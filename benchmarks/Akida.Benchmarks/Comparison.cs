using Akida.Reports.Measurements;
using Akida.Simulator.Execution;

namespace Akida.Benchmarks;

/// <summary>Our simulator and ONNX Runtime int8 in one process, one thread each, in turns.</summary>
internal static class Comparison
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    /// <summary>Compares the models and prints a Markdown table.</summary>
    public static void Run(IReadOnlyList<BenchmarkModel> models, TextWriter output)
    {
        output.WriteLine("| 8-bit model | Akida simulator, ms | ONNX Runtime int8, ms | ONNX Runtime / ours |");
        output.WriteLine("|---|---|---|---|");
        foreach (BenchmarkModel model in models)
        {
            (TimeSpan ours, TimeSpan onnx) = Measure(model);
            output.WriteLine($"| {model.Name} | {ours.TotalMilliseconds:F3} | {onnx.TotalMilliseconds:F3} | {onnx / ours:F2} |");
        }
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
