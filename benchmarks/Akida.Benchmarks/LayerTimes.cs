using System.Diagnostics;
using Akida.Integers;
using Akida.Reports.Measurements;
using Akida.Simulator.Execution;
using Akida.Simulator.Planning;

namespace Akida.Benchmarks;

/// <summary>
/// What each pass of our simulator takes, one behind the other as in an inference, on one thread, beside the nodes of ONNX Runtime's own
/// profile; the two run in turns.
/// </summary>
internal static class LayerTimes
{
    // ONNX Runtime keeps a million events, of which an inference has a few for each node, and for each turn of a loop.
    private const int FewestRounds = 5,
        MostRounds = 200;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <summary>Measures the models and prints a Markdown table of each.</summary>
    public static void Run(IReadOnlyList<BenchmarkModel> models, TextWriter output)
    {
        double? peak = KernelSpeed.Peak();
        output.WriteLine(KernelSpeed.Describe(peak));
        output.WriteLine();
        foreach (BenchmarkModel model in models)
        {
            IntegerProgram program = model.Program();
            IntegerSimulator simulator = new(program) { Threads = 1 };
            (double[] seconds, IReadOnlyList<OnnxNode> nodes) = Measure(simulator, model.Onnx());
            output.WriteLine(
                $"{model.Name}, {seconds.Sum() * 1e3:F3} ms on {simulator.Kernels}, {nodes.Sum(node => node.Seconds) * 1e3:F3} ms in ONNX "
                    + "Runtime's nodes"
            );
            output.WriteLine();
            output.WriteLine(
                "| layer | pass | output | stored | kernel | us | share | G multiply-adds/s | of the peak | ONNX Runtime | us "
                    + "| G multiply-adds/s | of the peak | ONNX Runtime / ours |"
            );
            output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (LayerPair pair in LayerPairing.Pair(simulator.Plan, seconds, nodes))
            {
                string own = pair.Row is not { } row
                        ? " | | | | | | | | "
                        : $"{row.Layer} | {row.Operation} | {row.Shape} | {row.Storage} | {row.Kernel} | {pair.Seconds * 1e6:F1} | "
                            + $"{pair.Seconds / seconds.Sum():P1} | {Speed(row.MultiplyAdds, pair.Seconds, peak)}",
                    onnx = pair.Node is not { } node
                        ? " | | | "
                        : $"{node.Operator} | {node.Seconds * 1e6:F1} | {Speed(pair.MultiplyAdds, node.Seconds, peak)}",
                    ratio = pair is { Row: not null, Node: not null } ? $"{pair.Node.Seconds / pair.LayerSeconds:F2}" : "";
                output.WriteLine($"| {own} | {onnx} | {ratio} |");
            }

            output.WriteLine();
        }
    }

    private static string Speed(long multiplyAdds, double seconds, double? peak)
    {
        double speed = multiplyAdds / seconds;
        return multiplyAdds == 0 || seconds <= 0 ? " | " : $"{speed / 1e9:F0} | {(peak is null ? "" : $"{speed / peak:P0}")}";
    }

    private static (double[] Seconds, IReadOnlyList<OnnxNode> Nodes) Measure(IntegerSimulator simulator, byte[] onnx)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("akida-bench-");
        try
        {
            using OnnxInference inference = new(onnx, profile: Path.Combine(folder.FullName, "profile"));
            Action run = SimulatorRun.Prepare(simulator);
            InterleavedTimer.Best(TimeSpan.FromMilliseconds(100), run);
            List<double>[] times = [.. simulator.Plan.Select(_ => new List<double>())];
            long start = Stopwatch.GetTimestamp();
            for (int round = 0; round < MostRounds && (round < FewestRounds || Stopwatch.GetElapsedTime(start) < Duration); round++)
            {
                inference.Run();
                run();
                for (int i = 0; i < times.Length; i++)
                {
                    long before = Stopwatch.GetTimestamp();
                    simulator.RunStep(i);
                    times[i].Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
                }
            }

            return ([.. times.Select(Medians.Of)], OnnxProfile.Read(inference.EndProfile()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
