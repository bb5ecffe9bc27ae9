using System.Numerics;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Emitted;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution;

/// <summary>
/// Runs an integer program fast: stages of fused layers on the kernels of an instruction set, in memory that is planned once. The
/// integers are those of <see cref="ReferenceExecutor"/>.
/// </summary>
/// <remarks>A temporal program keeps its earlier frames: give frames in order, and <see cref="Reset"/> before another clip. It serves one
/// caller at a time, and refuses a second one at once; <see cref="SimulatorPool"/> serves many. One inference is spread over
/// <see cref="Threads"/>; <see cref="RunBatch{T}"/> and <see cref="ObserveBatch{T}"/> run one on each core. All simulators of a process
/// share its helping threads: who finds them at work runs alone. The integers never depend on it.</remarks>
public sealed class IntegerSimulator
{
    private readonly LoadedProgram loaded;
    private readonly Arena arena;
    private readonly IntegerInput input;
    private readonly List<Arena> helpers = [];
    private SpreadInference? spread;
    private int callers,
        threads;

    /// <summary>Plans a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="kernels">The kernels; by default those that <see cref="KernelSets.Select()"/> chooses.</param>
    /// <param name="observeAll">Whether <see cref="Observe()"/> is to give the output of every layer; slower, because nothing is
    /// fused.</param>
    /// <param name="emitted">Emitted kernels for layers of the program, or none.</param>
    /// <exception cref="GraphException">The program ends in a layer on floats that cannot be simulated, or is not the one that kernels
    /// were emitted for.</exception>
    public IntegerSimulator(IntegerProgram program, KernelSet? kernels = null, bool observeAll = false, EmittedKernels? emitted = null)
    {
        Kernels = kernels ?? KernelSets.Select();
        emitted?.Check(program);
        KernelSelector selector = new(Kernels, emitted);
        FoldedWeights folded = new(program);
        ExecutionPlan plan = Planner.Plan(program, selector, observeAll, folded);
        emitted?.CheckSizes(
            plan.Steps.SelectMany<PlannedStep, (string, KernelProblem)>(step =>
                step switch
                {
                    PlannedGemm gemm => [(gemm.Layer, gemm.Problem)],
                    PlannedDepthwise sums => [(sums.Layer, sums.Problem)],
                    _ => [],
                }
            )
        );
        loaded = new LoadedProgram(program, plan, selector, folded);
        arena = new Arena(loaded);
        input = program.Input;
    }

    private IntegerSimulator(IntegerSimulator other)
    {
        Kernels = other.Kernels;
        loaded = other.loaded;
        arena = new Arena(loaded);
        input = other.input;
        threads = other.threads;
    }

    /// <summary>Another simulator of the same plan and packed weights, which both only read: it costs its activations alone.</summary>
    /// <returns>A simulator with frames of its own, none of them seen yet, and as many <see cref="Threads"/>.</returns>
    public IntegerSimulator Share() => new(this);

    /// <summary>The program.</summary>
    public IntegerProgram Program => loaded.Program;

    /// <summary>The kernels.</summary>
    public KernelSet Kernels { get; }

    /// <summary>
    /// The number of threads that one inference is spread over, the caller's included; 0, which is the default, for as many as make it
    /// faster: one for a small program, at most one per core, and one while other inferences keep the cores busy.
    /// </summary>
    /// <remarks>Steps that are too small stay on the caller's thread. The results do not depend on it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    /// <exception cref="InvalidOperationException">The simulator is in use already.</exception>
    public int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            using Turn turn = new(this);
            threads = value;
            spread = null;
        }
    }

    /// <summary>How the program is run, a row a step.</summary>
    public IReadOnlyList<PlanRow> Plan => PlanRow.Of(loaded.Plan);

    /// <summary>The number of values in one output.</summary>
    public int OutputLength => Program[Program.Outputs[0]].Output.Length;

    /// <summary>Runs one step again on what the last run left, on the calling thread, to measure it.</summary>
    /// <param name="row">Its row in <see cref="Plan"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The simulator is in use already.</exception>
    internal void RunStep(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, loaded.Steps.Count);
        using Turn turn = new(this);
        arena.Run(row);
    }

    /// <summary>Forgets all earlier frames.</summary>
    /// <exception cref="InvalidOperationException">The simulator is in use already.</exception>
    public void Reset()
    {
        using Turn turn = new(this);
        arena.Reset();
    }

    /// <summary>Runs one input, or the next frame of a temporal program.</summary>
    /// <param name="input">The values, row-major, of the type of the program's input (of any type if that is float).</param>
    /// <exception cref="ArgumentException">The values are not of the input's type and count.</exception>
    /// <exception cref="InvalidOperationException">The simulator is in use already.</exception>
    public void Run<T>(ReadOnlySpan<T> input)
        where T : unmanaged, INumber<T>
    {
        using Turn turn = new(this);
        RunSpread(input);
    }

    /// <summary>Runs one input and copies the first output, integers as what they are worth.</summary>
    /// <exception cref="ArgumentException">The values are not of the input's type and count, or <paramref name="output"/> has not <see
    /// cref="OutputLength"/> values.</exception>
    /// <exception cref="InvalidOperationException">The simulator is in use already.</exception>
    public void Run<T>(ReadOnlySpan<T> input, Span<float> output)
        where T : unmanaged, INumber<T>
    {
        using Turn turn = new(this);
        RunSpread(input);
        CopyOutput(arena, output);
    }

    /// <summary>
    /// Runs independent inputs on several cores, one on each; a single one as <see cref="Run{T}(ReadOnlySpan{T})"/> does.
    /// </summary>
    /// <param name="inputs">The inputs, one behind the other.</param>
    /// <param name="outputs">The first output of each, one behind the other.</param>
    /// <param name="threads">The number of threads; 0 for one per core. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">The counts do not fit.</exception>
    /// <exception cref="InvalidOperationException">The program is temporal: its inputs depend on each other; or the simulator is in use
    /// already.</exception>
    public void RunBatch<T>(ReadOnlyMemory<T> inputs, Memory<float> outputs, int threads = 0)
        where T : unmanaged, INumber<T>
    {
        int outputLength = OutputLength,
            count = inputs.Length / Program.Input.Output.Length;
        if (outputs.Length != (long)count * outputLength)
        {
            throw new ArgumentException($"{count} inputs have {(long)count * outputLength} outputs, found room for {outputs.Length}");
        }

        RunEach(inputs, threads, (own, sample) => CopyOutput(own, outputs.Span.Slice(sample * outputLength, outputLength)));
    }

    /// <summary>Runs independent inputs on several cores and keeps what some layers put out.</summary>
    /// <param name="inputs">The inputs, one behind the other.</param>
    /// <param name="layers">The layers that are wanted: outputs of the program, or any layer if all are observed.</param>
    /// <param name="threads">The number of threads; 0 for one per core. The results do not depend on it.</param>
    /// <returns>The layers' values for each input.</returns>
    /// <exception cref="ArgumentException">The count does not fit, or a layer is not observed.</exception>
    /// <exception cref="InvalidOperationException">The program is temporal: its inputs depend on each other; or the simulator is in use
    /// already.</exception>
    public IReadOnlyDictionary<string, LayerValues>[] ObserveBatch<T>(
        ReadOnlyMemory<T> inputs,
        IReadOnlyCollection<string> layers,
        int threads = 0
    )
        where T : unmanaged, INumber<T>
    {
        IReadOnlyDictionary<string, LayerValues>[] results = new IReadOnlyDictionary<string, LayerValues>[
            inputs.Length / Program.Input.Output.Length
        ];
        RunEach(inputs, threads, (own, sample) => results[sample] = Observe(own, layers));
        return results;
    }

    /// <summary>What each stored layer put out in the last run: all layers if that was asked for, otherwise at least the outputs.</summary>
    public IReadOnlyDictionary<string, LayerValues> Observe() => Observe(arena, loaded.Stored.Keys);

    /// <summary>What some layers put out in the last run.</summary>
    /// <param name="layers">The layers that are wanted: outputs of the program, or any layer if all are observed.</param>
    /// <exception cref="ArgumentException">A layer is not observed.</exception>
    public IReadOnlyDictionary<string, LayerValues> Observe(IReadOnlyCollection<string> layers) => Observe(arena, layers);

    private Dictionary<string, LayerValues> Observe(Arena own, IEnumerable<string> layers) =>
        layers.ToDictionary(
            layer => layer,
            layer =>
                loaded.Stored.TryGetValue(layer, out StoredOutput? stored)
                    ? TensorReader.Read(own, stored.Tensor, stored.Format)
                    : throw new ArgumentException($"layer '{layer}' is not observed, only {string.Join(", ", loaded.Stored.Keys)}")
        );

    /// <summary>The number of threads if none is asked for and no other inference keeps the cores busy.</summary>
    internal int ThreadsThatPay => Division.ThreadsThatPay(loaded);

    /// <summary>Divides the steps in some way, to test it.</summary>
    /// <param name="count">The number of threads.</param>
    /// <param name="parts">The number of parts of a step, which has no more than its units.</param>
    internal void Divide(int count, Func<int, int> parts) =>
        spread = new SpreadInference(arena, loaded.Steps, Division.Of(loaded, count, parts), isForced: true);

    private void RunEach<T>(ReadOnlyMemory<T> inputs, int threads, Action<Arena, int> take)
        where T : unmanaged, INumber<T>
    {
        if (Program.IsTemporal)
        {
            throw new InvalidOperationException($"model '{Program.Name}' is temporal: its frames must be run in order");
        }

        using Turn turn = new(this);
        int inputLength = Program.Input.Output.Length,
            count = inputs.Length / inputLength;
        InputReader.Check(Program.Input, inputs.Span, count);
        int workers = Math.Max(Math.Min(threads > 0 ? threads : Environment.ProcessorCount, count), 1);
        if (workers == 1 && threads != 1)
        {
            for (int sample = 0; sample < count; sample++)
            {
                RunSpread(inputs.Span.Slice(sample * inputLength, inputLength));
                take(arena, sample);
            }

            return;
        }

        while (helpers.Count < workers - 1)
        {
            helpers.Add(new Arena(loaded));
        }

        int next = -1;
        Parallel.For(
            0,
            workers,
            new ParallelOptions { MaxDegreeOfParallelism = workers },
            worker =>
            {
                Arena own = worker == 0 ? arena : helpers[worker - 1];
                for (int sample = Interlocked.Increment(ref next); sample < count; sample = Interlocked.Increment(ref next))
                {
                    Run(own, inputs.Span.Slice(sample * inputLength, inputLength));
                    take(own, sample);
                }
            }
        );
    }

    private void Run<T>(Arena own, ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        InputReader.Check(input, values);
        InputWriter.Write(own, loaded.Plan.Input, values);
        own.Run();
    }

    private void RunSpread<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        InputReader.Check(input, values);
        InputWriter.Write(arena, loaded.Plan.Input, values);
        spread ??= new SpreadInference(
            arena,
            loaded.Steps,
            Division.Of(loaded, threads > 0 ? threads : Division.ThreadsThatPay(loaded)),
            isForced: threads > 0
        );
        if (!spread.TryRun())
        {
            arena.Run();
        }
    }

    /// <summary>One caller's use of a simulator, from its making to its disposal: two at once would mix their activations.</summary>
    private readonly ref struct Turn
    {
        private readonly IntegerSimulator simulator;

        public Turn(IntegerSimulator simulator)
        {
            if (Interlocked.Exchange(ref simulator.callers, 1) != 0)
            {
                throw new InvalidOperationException(
                    $"this simulator of '{simulator.Program.Name}' is in use by another thread, must have one caller at a time; a "
                        + $"{nameof(SimulatorPool)} serves many"
                );
            }

            this.simulator = simulator;
        }

        public void Dispose() => Volatile.Write(ref simulator.callers, 0);
    }

    private void CopyOutput(Arena own, Span<float> output)
    {
        (_, PlannedTensor tensor, ValueFormat format) = loaded.Stored[Program.Outputs[0]];
        if (output.Length != format.Length)
        {
            throw new ArgumentException($"the output has {format.Length} values, found room for {output.Length}");
        }

        TensorReader.ReadWorth(own, tensor, format, output);
    }
}
