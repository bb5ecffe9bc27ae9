using Akida.Simulator.Kernels.Emitted;

namespace Akida.Simulator.Kernels;

/// <summary>The kernels of an instruction set, and of those that every machine with it has, too. All sets give the same integers.</summary>
public sealed class KernelSet
{
    internal KernelSet(string name, bool isSupported, KernelSet? fallback = null)
    {
        Name = name;
        IsSupported = isSupported;
        Fallback = fallback;
    }

    /// <summary>The name that <c>AKIDA_KERNELS</c> knows it by.</summary>
    public string Name { get; }

    /// <summary>Whether this machine can run it.</summary>
    public bool IsSupported { get; }

    /// <summary>The set whose kernels this one has as well.</summary>
    internal KernelSet? Fallback { get; }

    internal IReadOnlyList<GemmKernel> OwnGemm { get; init; } = [];

    internal IReadOnlyList<DepthwiseKernel> OwnDepthwise { get; init; } = [];

    internal IReadOnlyList<ElementwiseKernel> OwnElementwise { get; init; } = [];

    /// <summary>Makes kernels of what the generator emitted; null where the set has not the instructions for it.</summary>
    internal Func<EmittedKernels, IEnumerable<GemmKernel>>? OwnEmittedGemm { get; init; }

    /// <summary>The same for depthwise sums.</summary>
    internal Func<EmittedKernels, IEnumerable<DepthwiseKernel>>? OwnEmittedDepthwise { get; init; }

    /// <summary>This set and those that it falls back on.</summary>
    internal IEnumerable<KernelSet> WithFallbacks
    {
        get
        {
            for (KernelSet? set = this; set is not null; set = set.Fallback)
            {
                yield return set;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
