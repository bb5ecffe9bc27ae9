using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Integers;
using Akida.Quantization.Quantizing;
using Akida.Reports.Measurements;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Benchmarks;

/// <summary>
/// Emitted simulators against general ones, for each kind of layer that kernels are emitted for and each kernel set of the machine, in
/// turns; medians.
/// </summary>
internal static class EmittedComparison
{
    private const int Rounds = 101;
    private const int CalibrationSamples = 8;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(5);

    private static readonly (string Kind, Func<ModelGraph> Build, Func<IntegerProgram, KernelSet, EmittedSimulator> Create)[] Kinds =
    [
        ("first layer", () => new FirstLayerNet().Build(AkidaVersion.V2), (program, set) => new FirstLayerNet.Emitted(program, set)),
        ("convolution", () => new ConvolutionNet().Build(AkidaVersion.V2), (program, set) => new ConvolutionNet.Emitted(program, set)),
        ("pointwise", () => new PointwiseNet().Build(AkidaVersion.V2), (program, set) => new PointwiseNet.Emitted(program, set)),
        ("dense", () => new DenseNet().Build(AkidaVersion.V2), (program, set) => new DenseNet.Emitted(program, set)),
    ];

    /// <summary>Compares all kinds and prints a Markdown table.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("| 8-bit net | kernels | slowest step on | general, µs | slowest step on | emitted, µs | general / emitted |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((string kind, Func<ModelGraph> build, Func<IntegerProgram, KernelSet, EmittedSimulator> create) in Kinds)
        {
            IntegerProgram program = Program(build());
            foreach (KernelSet set in KernelSets.Supported)
            {
                IntegerSimulator general = new(program, set);
                EmittedSimulator emitted = create(program, set);
                Action[] contenders = [SimulatorRun.Prepare(general), SimulatorRun.Prepare(emitted, program)];
                TimeSpan once = InterleavedTimer.Best(Turn, contenders)[0];
                int calls = Math.Max(1, (int)(Turn / once));
                IReadOnlyList<double[]> rounds = InterleavedTimer.Rounds(Rounds, [.. contenders.Select(run => Repeat(run, calls))]);
                output.WriteLine(
                    $"| {kind} | {set} | {Largest(general.Plan)} | {Microseconds(rounds, 0, calls):F1} | {Largest(emitted.Plan)} | "
                        + $"{Microseconds(rounds, 1, calls):F1} "
                        + $"| {Medians.OfRatios(rounds, 0, 1):F2} |"
                );
            }
        }
    }

    private static string Largest(IReadOnlyList<PlanRow> plan) => plan.MaxBy(row => row.Share)!.Kernel;

    private static double Microseconds(IReadOnlyList<double[]> rounds, int contender, int calls) =>
        1e6 * Medians.Of(rounds.Select(times => times[contender])) / calls;

    private static Action Repeat(Action run, int calls) =>
        () =>
        {
            for (int call = 0; call < calls; call++)
            {
                run();
            }
        };

    private static IntegerProgram Program(ModelGraph graph)
    {
        Model model = new(graph, WeightInitialization.Create(graph, seed: 1));
        Samples samples = Samples.Random(graph, DataType.UInt8, CalibrationSamples, seed: 1);
        return QuantizedProgram.From(Quantizer.Quantize(model, samples, new QuantizationSettings()).Model);
    }
}
