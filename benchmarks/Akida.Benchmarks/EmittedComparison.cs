using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
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

    private delegate EmittedSimulator Create(IntegerProgram program, KernelSet kernels);

    private static readonly (string Kind, string Layer, Func<ModelGraph> Build, Create Create)[] Kinds =
    [
        (
            "first layer",
            "conv",
            () => new FirstLayerNet().Build(AkidaVersion.V2),
            (program, set) => new FirstLayerNet.Emitted(program, set)
        ),
        (
            "convolution",
            "conv",
            () => new ConvolutionNet().Build(AkidaVersion.V2),
            (program, set) => new ConvolutionNet.Emitted(program, set)
        ),
        ("pointwise", "conv", () => new PointwiseNet().Build(AkidaVersion.V2), (program, set) => new PointwiseNet.Emitted(program, set)),
        ("dense", "dense", () => new DenseNet().Build(AkidaVersion.V2), (program, set) => new DenseNet.Emitted(program, set)),
        ("depthwise", "conv", () => new DepthwiseNet().Build(AkidaVersion.V2), (program, set) => new DepthwiseNet.Emitted(program, set)),
        ("temporal", "conv", () => new TemporalNet().Build(AkidaVersion.V2), (program, set) => new TemporalNet.Emitted(program, set)),
        (
            "temporal depthwise",
            "conv",
            () => new TemporalDepthwiseNet().Build(AkidaVersion.V2),
            (program, set) => new TemporalDepthwiseNet.Emitted(program, set)
        ),
    ];

    /// <summary>Compares all kinds, each by the step that computes its layer, and prints a Markdown table.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("| 8-bit layer | kernels | general kernel | µs | emitted kernel | µs | general / emitted |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((string kind, string layer, Func<ModelGraph> build, Create create) in Kinds)
        {
            IntegerProgram program = Program(build());
            foreach (KernelSet set in KernelSets.Unassembled.Where(set => set.IsSupported))
            {
                IntegerSimulator general = new(program, set);
                EmittedSimulator emitted = create(program, set);
                int row = StepOf(general.Plan, layer),
                    emittedRow = StepOf(emitted.Plan, layer);
                string kernel = emitted.Plan[emittedRow].Kernel;
                if (!kernel.StartsWith("emitted", StringComparison.Ordinal))
                {
                    output.WriteLine($"| {kind} | {set} | {general.Plan[row].Kernel} | | none is chosen | | |");
                    continue;
                }

                SimulatorRun.Prepare(general)();
                SimulatorRun.Prepare(emitted, program)();
                Action[] contenders = [() => general.RunStep(row), () => emitted.Simulator.RunStep(emittedRow)];
                TimeSpan once = InterleavedTimer.Best(Turn, contenders)[0];
                int calls = Math.Max(1, (int)(Turn / once));
                IReadOnlyList<double[]> rounds = InterleavedTimer.Rounds(Rounds, [.. contenders.Select(run => Repeat(run, calls))]);
                output.WriteLine(
                    $"| {kind} | {set} | {general.Plan[row].Kernel} | {Microseconds(rounds, 0, calls):F1} | {kernel} | "
                        + $"{Microseconds(rounds, 1, calls):F1} | {Medians.OfRatios(rounds, 0, 1):F2} |"
                );
            }
        }
    }

    private static int StepOf(IReadOnlyList<PlanRow> plan, string layer) =>
        Enumerable.Range(0, plan.Count).Single(row => plan[row].Layer == layer && plan[row].Kernel.Length > 0);

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
        Samples samples = Samples.Random(
            graph,
            graph.Input.Operation is InputLayer { DType: DataType.Int8 } ? DataType.Int8 : DataType.UInt8,
            CalibrationSamples,
            seed: 1
        );
        return QuantizedProgram.From(Quantizer.Quantize(model, samples, new QuantizationSettings()).Model);
    }
}
