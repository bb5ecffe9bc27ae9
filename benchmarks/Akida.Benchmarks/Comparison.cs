using Akida.Graph;
using Akida.Integers;
using Akida.Reports.Measurements;
using Akida.Simulator.Execution;

namespace Akida.Benchmarks;

/// <summary>
/// One inference in our simulators, general and emitted, of 8 and of fewer bits, and in ONNX Runtime int8, in one process, in turns: on one
/// thread, and spread over two. Times are medians, ratios the medians of the rounds' ratios.
/// </summary>
internal static class Comparison
{
    private const int Rounds = 31;
    private const int MostThreads = 2;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(30);

    // ONNX Runtime's pool goes on spinning for tens of milliseconds after its work: whoever comes next would lack a core.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Compares the models and prints a Markdown table.</summary>
    public static void Run(IReadOnlyList<BenchmarkModel> models, TextWriter output)
    {
        output.Write("| model | bits | simulator |");
        for (int threads = 1; threads <= MostThreads; threads++)
        {
            string on = threads == 1 ? "1 thread" : $"{threads} threads";
            output.Write($" Akida, {on}, ms | ONNX Runtime int8, ms | ONNX Runtime / ours |");
        }

        output.WriteLine();
        output.WriteLine($"|---|---|---|{string.Concat(Enumerable.Repeat("---|---|---|", MostThreads))}");
        foreach (BenchmarkModel model in models)
        {
            Compare(model, output);
        }
    }

    private static void Compare(BenchmarkModel model, TextWriter output)
    {
        byte[] file = model.Onnx();
        Ours[] ours = [.. Contenders(model)];
        IReadOnlyList<double[]>[] rounds = [.. Enumerable.Range(1, MostThreads).Select(threads => Measure(file, ours, threads))];
        for (int row = 0; row < ours.Length; row++)
        {
            output.Write($"| {model.Name}{(model.IsStream ? ", a frame" : "")} | {ours[row].Bits} | {ours[row].Simulator} |");
            foreach (IReadOnlyList<double[]> times in rounds)
            {
                output.Write(
                    $" {Milliseconds(times, row + 1):F3} | {Milliseconds(times, 0):F3} | {Medians.OfRatios(times, 0, row + 1):F2} |"
                );
            }

            output.WriteLine();
        }
    }

    private static double Milliseconds(IReadOnlyList<double[]> rounds, int contender) =>
        1e3 * Medians.Of(rounds.Select(times => times[contender]));

    /// <summary>Times ONNX Runtime and then ours on one number of threads: who uses more cores than others is not beside them.</summary>
    private static IReadOnlyList<double[]> Measure(byte[] file, Ours[] ours, int threads)
    {
        using OnnxInference onnx = new(file, threads);
        Action[] actions = [onnx.Run, .. ours.Select(contender => contender.Runs[threads - 1])];
        int[] calls = [.. actions.Select(CallsPerTurn)];
        return
        [
            .. InterleavedTimer
                .Rounds(Rounds, threads == 1 ? TimeSpan.Zero : Pause, [.. actions.Zip(calls, Repeat)])
                .Select(times => times.Zip(calls, (seconds, count) => seconds / count).ToArray()),
        ];
    }

    private static IEnumerable<Ours> Contenders(BenchmarkModel model)
    {
        foreach (BitWidths bits in (BitWidths[])[BenchmarkModel.Eight, BenchmarkModel.Four])
        {
            IntegerProgram program = model.Program(bits);
            IntegerSimulator general = new(program);
            yield return new Ours(bits, "general", OnThreads(threads => SimulatorRun.Prepare(With(general.Share(), threads))));
            if (model.Emitted(program, bits) is not null)
            {
                yield return new Ours(
                    bits,
                    "emitted",
                    OnThreads(threads =>
                    {
                        EmittedSimulator emitted = model.Emitted(program, bits)!;
                        emitted.Threads = threads;
                        return SimulatorRun.Prepare(emitted, program);
                    })
                );
            }
        }

        static Action[] OnThreads(Func<int, Action> prepare) => [.. Enumerable.Range(1, MostThreads).Select(prepare)];

        static IntegerSimulator With(IntegerSimulator simulator, int threads)
        {
            simulator.Threads = threads;
            return simulator;
        }
    }

    private static int CallsPerTurn(Action action) =>
        Math.Max(1, (int)(Turn / InterleavedTimer.Best(TimeSpan.FromMilliseconds(100), action)[0]));

    private static Action Repeat(Action run, int calls) =>
        () =>
        {
            for (int call = 0; call < calls; call++)
            {
                run();
            }
        };

    /// <summary>One of our simulators.</summary>
    /// <param name="Bits">Bits of the first weights, weights and activations.</param>
    /// <param name="Simulator">Whether it is general or emitted.</param>
    /// <param name="Runs">An inference on one thread, on two, and so on.</param>
    private sealed record Ours(BitWidths Bits, string Simulator, Action[] Runs);
}
