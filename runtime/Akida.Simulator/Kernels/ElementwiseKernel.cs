namespace Akida.Simulator.Kernels;

/// <summary>Scales and adds one or two tensors.</summary>
/// <param name="instructions">The instruction set.</param>
internal abstract class ElementwiseKernel(string instructions) : IKernel<ElementwiseProblem>
{
    /// <inheritdoc/>
    public string Name { get; } = $"{instructions} elementwise";

    /// <inheritdoc/>
    public abstract double? Cost(ElementwiseProblem problem);

    /// <summary>Makes sums ready to run: assembles code where the kernel does.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="leftFactors">A factor for each channel of the first tensor, padded to <see cref="ChannelMaps.Padding"/>.</param>
    /// <param name="rightFactors">The same for the second; those of the first if there is only one.</param>
    /// <param name="maps">What is done to the sums.</param>
    /// <param name="output">How the output is stored.</param>
    public abstract LoadedElementwise Load(
        ElementwiseProblem problem,
        PinnedBuffer leftFactors,
        PinnedBuffer rightFactors,
        ChannelMaps maps,
        StorageKind output
    );
}
