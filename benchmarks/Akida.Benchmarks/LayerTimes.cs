using System.Diagnostics;
using Akida.Integers;
using Akida.Simulator.Execution;
using Akida.Simulator.Planning;

namespace Akida.Benchmarks;

/// <summary>What each pass of our simulator takes, one behind the other as in an inference, on one thread.</summary>
internal static class LayerTimes
{
    private const int Loads = 6;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <summary>Measures the models and prints a Markdown table of each.</summary>
    public static void Run(IReadOnlyList<BenchmarkModel> models, TextWriter output)
    {
        double? peak = KernelSpeed.Peak();
        foreach (BenchmarkModel model in models)
        {
            IntegerProgram program = model.Program();
            double[] loads = [.. Enumerable.Range(0, Loads).Select(_ => SecondsToLoad(program))];
            IntegerSimulator simulator = new(program);
            SimulatorRun.Prepare(simulator)();
            double[] best = Measure(simulator);
            output.WriteLine(
                $"{model.Name}, {best.Sum() * 1e3:F3} ms on {simulator.Kernels}; "
                    + $"loaded in {loads.Min() * 1e3:F0} ms, the first time in {loads[0] * 1e3:F0} ms"
            );
            output.WriteLine();
            output.WriteLine("| layer | pass | output | stored | kernel | us | share | G multiply-adds/s | of the peak |");
            output.WriteLine("|---|---|---|---|---|---|---|---|---|");
            foreach ((PlanRow row, double seconds) in simulator.Plan.Zip(best))
            {
                output.WriteLine(
                    $"| {row.Layer} | {row.Operation} | {row.Shape} | {row.Storage} | {row.Kernel} | {seconds * 1e6:F1} | "
                        + $"{seconds / best.Sum():P1} | {Speed(row, seconds, peak)} |"
                );
            }

            output.WriteLine();
        }
    }

    private static string Speed(PlanRow row, double seconds, double? peak)
    {
        double speed = row.MultiplyAdds / seconds;
        return row.MultiplyAdds == 0 ? " | " : $"{speed / 1e9:F0} | {(peak is null ? "" : $"{speed / peak:P0}")}";
    }

    private static double SecondsToLoad(IntegerProgram program)
    {
        long start = Stopwatch.GetTimestamp();
        GC.KeepAlive(new IntegerSimulator(program));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double[] Measure(IntegerSimulator simulator)
    {
        double[] best = [.. simulator.Plan.Select(_ => double.PositiveInfinity)];
        long start = Stopwatch.GetTimestamp();
        do
        {
            for (int i = 0; i < best.Length; i++)
            {
                long before = Stopwatch.GetTimestamp();
                simulator.RunStep(i);
                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(before).TotalSeconds);
            }
        } while (Stopwatch.GetElapsedTime(start) < Duration);

        return best;
    }
}
