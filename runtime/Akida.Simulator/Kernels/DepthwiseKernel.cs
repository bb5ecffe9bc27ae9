namespace Akida.Simulator.Kernels;

/// <summary>Computes sums of each channel on its own.</summary>
/// <param name="instructions">The instruction set, or whatever tells it from others of its format.</param>
/// <param name="format">How it reads.</param>
internal abstract class DepthwiseKernel(string instructions, KernelFormat format) : IKernel<DepthwiseProblem>
{
    /// <inheritdoc/>
    public string Name { get; } = $"{instructions} depthwise {format}";

    /// <summary>How it reads.</summary>
    public KernelFormat Format => format;

    /// <inheritdoc/>
    public abstract double? Cost(DepthwiseProblem problem);

    /// <summary>Makes sums ready to run: packs their weights, assembles code where the kernel does.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="weights">The weights, <c>[tap][channel]</c>.</param>
    /// <param name="maps">What is done to the sums.</param>
    /// <param name="output">How the output is stored.</param>
    public abstract LoadedDepthwise Load(DepthwiseProblem problem, ReadOnlySpan<short> weights, ChannelMaps maps, StorageKind output);

    /// <summary>Whether input and weights are of the format's types.</summary>
    protected bool Reads(DepthwiseProblem problem) => problem.Input == format.Input && problem.Weights <= format.Weights;
}
