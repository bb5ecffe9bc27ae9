using System.Numerics;
using Akida.Integers;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Emitted;

namespace Akida.Simulator.Execution;

/// <summary>A simulator that the generator emitted for one variant of a model: its kernels have their sizes built in. The integers are those of <see cref="IntegerSimulator"/>.</summary>
/// <remarks>No memory is allocated per inference. Not thread-safe; <see cref="RunBatch{T}"/> uses all cores by itself.</remarks>
public abstract class EmittedSimulator
{
    private readonly IntegerSimulator simulator;

    /// <summary>Plans a program with emitted kernels.</summary>
    /// <exception cref="GraphException">The program is not of the variant that the kernels were emitted for.</exception>
    protected EmittedSimulator(IntegerProgram program, EmittedKernels emitted, KernelSet? kernels)
    {
        foreach (KernelSizes sizes in emitted.Sizes)
        {
            if (!program.Layers.Any(layer => layer.Name == sizes.Layer))
            {
                throw new GraphException($"model '{program.Name}' has no layer '{sizes.Layer}', for which the simulator was emitted");
            }
        }

        simulator = new IntegerSimulator(program, kernels, emitted: emitted);
    }

    /// <summary>The number of values in one output.</summary>
    public int OutputLength => simulator.OutputLength;

    /// <summary>Runs one input and copies the output, integers as what they are worth.</summary>
    /// <exception cref="ArgumentException">The values are not of the input's type and count, or <paramref name="output"/> has not <see cref="OutputLength"/> values.</exception>
    public void Run<T>(ReadOnlySpan<T> input, Span<float> output)
        where T : unmanaged, INumber<T> => simulator.Run(input, output);

    /// <summary>Runs independent inputs on several cores; the results do not depend on how many.</summary>
    /// <exception cref="ArgumentException">The counts do not fit.</exception>
    public void RunBatch<T>(ReadOnlyMemory<T> inputs, Memory<float> outputs, int threads = 0)
        where T : unmanaged, INumber<T> => simulator.RunBatch(inputs, outputs, threads);

    /// <summary>Forgets all earlier frames of a temporal model.</summary>
    public void Reset() => simulator.Reset();
}
