using System.Numerics;
using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Execution;

/// <summary>
/// Serves many callers at once: all simulators of a pool share one plan and one set of packed weights, and each costs its activations only.
/// </summary>
/// <remarks>Thread-safe. Each inference stays on its caller's thread: callers bring their own. There are as many simulators as there were
/// callers at once; nothing is allocated per inference once there are.</remarks>
public sealed class SimulatorPool
{
    private readonly IntegerSimulator first;
    private readonly Lock gate = new();
    private readonly Stack<IntegerSimulator> idle = [];
    private readonly bool isTemporal;

    /// <summary>Plans a program for many callers.</summary>
    /// <param name="program">The program.</param>
    /// <param name="kernels">The kernels; by default those that <see cref="KernelSets.Select()"/> chooses.</param>
    /// <exception cref="GraphException">The program ends in a layer on floats that cannot be simulated, or is too large.</exception>
    public SimulatorPool(IntegerProgram program, KernelSet? kernels = null)
        : this(new IntegerSimulator(program, kernels) { Threads = 1 }) { }

    /// <summary>Shares what an emitted simulator has planned and packed.</summary>
    /// <param name="simulator">The simulator, which may be used on its own as well.</param>
    public SimulatorPool(EmittedSimulator simulator)
        : this(OnOneThread(simulator.Simulator.Share())) { }

    private SimulatorPool(IntegerSimulator first)
    {
        this.first = first;
        isTemporal = first.Program.IsTemporal;
        idle.Push(first);
    }

    /// <summary>The program.</summary>
    public IntegerProgram Program => first.Program;

    /// <summary>The number of values in one output.</summary>
    public int OutputLength => first.OutputLength;

    /// <summary>Runs one input and copies the first output, integers as what they are worth.</summary>
    /// <param name="input">The values, row-major, of the type of the program's input (of any type if that is float).</param>
    /// <param name="output">Where the output goes.</param>
    /// <exception cref="ArgumentException">The values are not of the input's type and count, or <paramref name="output"/> has not <see
    /// cref="OutputLength"/> values.</exception>
    /// <exception cref="InvalidOperationException">The program is temporal: a stream of frames needs a simulator of its own, see
    /// <see cref="OpenStream"/>.</exception>
    public void Run<T>(ReadOnlySpan<T> input, Span<float> output)
        where T : unmanaged, INumber<T>
    {
        if (isTemporal)
        {
            throw new InvalidOperationException(
                $"model '{Program.Name}' is temporal: its frames must be run in order, on what {nameof(OpenStream)} gives"
            );
        }

        IntegerSimulator simulator = Take();
        try
        {
            simulator.Run(input, output);
        }
        finally
        {
            lock (gate)
            {
                idle.Push(simulator);
            }
        }
    }

    /// <summary>A simulator for one stream of frames, or for one caller that wants more than the first output.</summary>
    /// <returns>A simulator with frames of its own, on the pool's plan and weights, and on its caller's thread.</returns>
    public IntegerSimulator OpenStream() => first.Share();

    private static IntegerSimulator OnOneThread(IntegerSimulator simulator)
    {
        simulator.Threads = 1;
        return simulator;
    }

    private IntegerSimulator Take()
    {
        lock (gate)
        {
            if (idle.TryPop(out IntegerSimulator? free))
            {
                return free;
            }
        }

        return first.Share();
    }
}
