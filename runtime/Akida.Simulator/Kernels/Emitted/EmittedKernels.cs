using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels.Emitted;

/// <summary>The sizes that an emitted kernel has built in.</summary>
/// <param name="Layer">The layer that it computes.</param>
/// <param name="Pixels">The number of output pixels.</param>
/// <param name="Segments">The number of segments: the kernel's rows.</param>
/// <param name="Pairs">Pairs of values in a segment.</param>
/// <param name="Filters">The number of filters.</param>
public sealed record KernelSizes(string Layer, int Pixels, int Segments, int Pairs, int Filters);

/// <summary>The emitted kernels of a model: matrix products with constant sizes, for the 256-bit instruction sets. Others use the general kernels.</summary>
public abstract class EmittedKernels
{
    /// <summary>The sizes of each kernel.</summary>
    public abstract IReadOnlyList<KernelSizes> Sizes { get; }

    /// <summary>Runs a kernel.</summary>
    /// <param name="kernel">Its index in <see cref="Sizes"/>.</param>
    /// <param name="view">What it computes on.</param>
    public abstract void Run<TProduct>(int kernel, in GemmView view)
        where TProduct : struct, IPairProduct;

    /// <summary>Requires that a layer's matrix product is the one that was emitted for it, if one was.</summary>
    /// <exception cref="GraphException">There is one, for other sizes.</exception>
    internal void Check(string layer, GemmProblem problem)
    {
        KernelSizes found = new(layer, problem.Pixels, problem.Segments, KernelFormat.EmittedPairs.Groups(problem.Length), problem.Filters);
        if (Sizes.FirstOrDefault(sizes => sizes.Layer == layer) is { } sizes && sizes != found)
        {
            throw new GraphException($"layer '{layer}': the program has {found}, the simulator was emitted for {sizes}", layer);
        }
    }
}
