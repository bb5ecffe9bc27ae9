namespace Akida.Simulator.Kernels;

/// <summary>A way to compute some problems: general, emitted by the generator, or assembled when a model is loaded.</summary>
/// <typeparam name="TProblem">What it computes.</typeparam>
internal interface IKernel<in TProblem>
    where TProblem : KernelProblem
{
    /// <summary>A name that no other kernel has.</summary>
    string Name { get; }

    /// <summary>What a problem costs in the units of <see cref="KernelCost"/>, or null if this kernel cannot compute it exactly.</summary>
    double? Cost(TProblem problem);
}

/// <summary>Computes matrix products.</summary>
/// <param name="instructions">The instruction set, or whatever tells it from others of its format.</param>
/// <param name="format">How it reads.</param>
internal abstract class GemmKernel(string instructions, KernelFormat format) : IKernel<GemmProblem>
{
    /// <inheritdoc/>
    public string Name { get; } = $"{instructions} {format}";

    /// <summary>How it reads.</summary>
    public KernelFormat Format => format;

    /// <inheritdoc/>
    public abstract double? Cost(GemmProblem problem);

    /// <summary>Makes a product ready to run: packs its weights, assembles code where the kernel does.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="weights">The weights, <c>[segment][value][filter]</c>.</param>
    /// <param name="maps">What is done to the sums.</param>
    /// <param name="output">How the output is stored.</param>
    public abstract LoadedGemm Load(GemmProblem problem, ReadOnlySpan<short> weights, ChannelMaps maps, StorageKind output);

    /// <summary>Whether input and weights are of the format's types.</summary>
    protected bool Reads(GemmProblem problem) => problem.Input == format.Input && problem.Weights <= format.Weights;
}
