using System.Numerics;
using Akida.Integers;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Emitted;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution;

/// <summary>
/// A simulator that the generator emitted for one variant of a model: its kernels have their sizes built in. The integers are those of
/// <see cref="IntegerSimulator"/>.
/// </summary>
/// <remarks>No memory is allocated per inference. It serves one caller at a time, and refuses a second one at once; a
/// <see cref="SimulatorPool"/> of it serves many. One inference is spread over <see cref="Threads"/>; <see cref="RunBatch{T}"/> runs one on
/// each core.</remarks>
public abstract class EmittedSimulator
{
    /// <summary>Plans a program with emitted kernels.</summary>
    /// <exception cref="GraphException">The program is not of the variant that the kernels were emitted for, in layers, shapes or bits, or
    /// they were compiled for another version.</exception>
    protected EmittedSimulator(IntegerProgram program, EmittedKernels emitted, KernelSet? kernels) =>
        Simulator = new IntegerSimulator(program, kernels, emitted: emitted);

    internal IntegerSimulator Simulator { get; }

    /// <summary>
    /// The number of threads that one inference is spread over, as <see cref="IntegerSimulator.Threads"/>; 0, which is the default, for as
    /// many as make it faster.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    /// <exception cref="InvalidOperationException">The simulator is in use already.</exception>
    public int Threads
    {
        get => Simulator.Threads;
        set => Simulator.Threads = value;
    }

    /// <summary>How the program is run, a row a step: which layers run on emitted kernels.</summary>
    public IReadOnlyList<PlanRow> Plan => Simulator.Plan;

    /// <summary>The number of values in one output.</summary>
    public int OutputLength => Simulator.OutputLength;

    /// <summary>Runs one input and copies the output, integers as what they are worth.</summary>
    /// <exception cref="ArgumentException">The values are not of the input's type and count, or <paramref name="output"/> has not
    /// <see cref="OutputLength"/> values.</exception>
    public void Run<T>(ReadOnlySpan<T> input, Span<float> output)
        where T : unmanaged, INumber<T> => Simulator.Run(input, output);

    /// <summary>Runs independent inputs on several cores; the results do not depend on how many.</summary>
    /// <exception cref="ArgumentException">The counts do not fit.</exception>
    public void RunBatch<T>(ReadOnlyMemory<T> inputs, Memory<float> outputs, int threads = 0)
        where T : unmanaged, INumber<T> => Simulator.RunBatch(inputs, outputs, threads);

    /// <summary>Forgets all earlier frames of a temporal model.</summary>
    public void Reset() => Simulator.Reset();
}
