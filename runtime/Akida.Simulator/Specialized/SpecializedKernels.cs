using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Specialized;

/// <summary>The sizes that an emitted kernel has built in.</summary>
/// <param name="Layer">The layer that it computes.</param>
/// <param name="Pixels">The number of output pixels.</param>
/// <param name="Segments">The number of segments: the kernel's rows.</param>
/// <param name="Pairs">Pairs of values in a segment.</param>
/// <param name="Filters">The number of filters.</param>
public sealed record KernelSizes(string Layer, int Pixels, int Segments, int Pairs, int Filters);

/// <summary>The emitted kernels of a model: matrix products with constant sizes, for the 256-bit instruction sets. Others use the general kernels.</summary>
public abstract class SpecializedKernels
{
    /// <summary>The sizes of each kernel.</summary>
    public abstract IReadOnlyList<KernelSizes> Sizes { get; }

    /// <summary>Runs a kernel.</summary>
    /// <param name="kernel">Its index in <see cref="Sizes"/>.</param>
    /// <param name="view">What it computes on.</param>
    public abstract void Run<TProduct>(int kernel, in GemmView view)
        where TProduct : struct, IPairProduct;

    /// <summary>The index of a layer's kernel, or -1 if there is none.</summary>
    /// <exception cref="GraphException">There is one, for other sizes.</exception>
    internal int Find(KernelSizes found)
    {
        for (int i = 0; i < Sizes.Count; i++)
        {
            if (Sizes[i].Layer == found.Layer)
            {
                return Sizes[i] == found ? i : throw new GraphException($"layer '{found.Layer}': the program has {found}, the simulator was emitted for {Sizes[i]}", found.Layer);
            }
        }

        return -1;
    }
}
