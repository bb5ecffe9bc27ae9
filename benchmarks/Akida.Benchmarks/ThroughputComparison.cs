using Akida.Reports.Measurements;
using Akida.Simulator.Execution;

namespace Akida.Benchmarks;

/// <summary>
/// How many inferences of a batch our simulator and ONNX Runtime int8 finish on one thread and on all cores, in one process, in turns. On
/// all cores ONNX Runtime runs both ways, one inference spread over the threads and one inference on each, and the faster one counts. Rates
/// and ratios are medians of the rounds.
/// </summary>
internal static class ThroughputComparison
{
    private const int Rounds = 41;
    private const int ScalingRounds = 200;

    // Long against the time for which a thread pool goes on spinning after its work.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(150);

    /// <summary>Compares the models and prints a Markdown table.</summary>
    public static void Run(IReadOnlyList<BenchmarkModel> models, TextWriter output)
    {
        int cores = Environment.ProcessorCount;
        output.WriteLine(
            $"| 8-bit model, inferences per second | Akida, 1 thread | ONNX Runtime, 1 thread | ratio | Akida, {cores} threads | ONNX "
                + $"Runtime, {cores} threads | ratio | Akida, {cores} threads against 1 | by processor time |"
        );
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (BenchmarkModel model in models)
        {
            Compare(model, cores, output);
        }
    }

    private static void Compare(BenchmarkModel model, int cores, TextWriter output)
    {
        IntegerSimulator simulator = new(model.Program());
        OnnxInference[] single = [.. Enumerable.Range(0, cores).Select(_ => new OnnxInference(model.OnnxPath))];
        using OnnxInference spread = new(model.OnnxPath, cores);
        try
        {
            TimeSpan once = InterleavedTimer.Best(TimeSpan.FromMilliseconds(200), SimulatorRun.Prepare(simulator))[0];
            int count = cores * Math.Max(2, (int)(Turn / once / cores));
            IReadOnlyList<double[]> rounds = InterleavedTimer.Rounds(
                Rounds,
                SimulatorRun.PrepareBatch(simulator, count, threads: 1),
                () => single[0].Run(count),
                SimulatorRun.PrepareBatch(simulator, count, cores),
                () => spread.Run(count),
                () => Parallel.For(0, cores, thread => single[thread].Run(count / cores))
            );
            (double wall, double processor) = Scaling(simulator, cores);
            int bestSpread = Medians.Fastest(rounds, 3, 4);
            output.WriteLine(
                $"| {model.Name} | {Rate(0):F0} | {Rate(1):F0} | {Medians.OfRatios(rounds, 1, 0):F2} "
                    + $"| {Rate(2):F0} | {Rate(bestSpread):F0} | {Medians.OfRatios(rounds, bestSpread, 2):F2} | {wall:F2} | "
                    + $"{processor:F2} |"
            );

            double Rate(int contender) => count / Medians.Of(rounds.Select(times => times[contender]));
        }
        finally
        {
            Array.ForEach(single, onnx => onnx.Dispose());
        }
    }

    // Other work on the machine takes cores away from many threads first, and never adds one: the best short turns tell what the cores can
    // do, and the processor time what they would if all were free.
    private static (double Wall, double Processor) Scaling(IntegerSimulator simulator, int cores)
    {
        int count = 2 * cores;
        Action[] contenders = [SimulatorRun.PrepareBatch(simulator, count, threads: 1), SimulatorRun.PrepareBatch(simulator, count, cores)];
        TimeSpan[] processor = new TimeSpan[contenders.Length];
        Action[] counted = [.. contenders.Select((run, i) => (Action)(() => processor[i] += ProcessorTime(run)))];
        IReadOnlyList<double[]> rounds = InterleavedTimer.Rounds(ScalingRounds, counted);
        return (rounds.Min(times => times[0]) / rounds.Min(times => times[1]), cores * (processor[0] / processor[1]));
    }

    private static TimeSpan ProcessorTime(Action action)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        return Environment.CpuUsage.TotalTime - before;
    }
}
