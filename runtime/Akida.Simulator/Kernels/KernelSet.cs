namespace Akida.Simulator.Kernels;

/// <summary>The inner loops for an instruction set. All sets give the same integers.</summary>
public abstract class KernelSet
{
    /// <summary>The name that <c>AKIDA_KERNELS</c> knows it by.</summary>
    public abstract string Name { get; }

    /// <summary>Whether this machine can run it.</summary>
    public abstract bool IsSupported { get; }

    internal abstract void Gemm(in GemmArguments arguments);

    /// <summary>Runs an emitted kernel, if this set has the instructions for it; otherwise the general one.</summary>
    internal virtual void Specialized(Specialized.SpecializedKernels emitted, int kernel, in GemmArguments arguments) => Gemm(arguments);

    /// <summary>The matrix product of unsigned bytes and signed bytes.</summary>
    internal abstract void GemmBytes(in GemmArguments arguments);

    /// <summary>Whether <see cref="GemmBytes"/> is right, and faster than 16-bit integers.</summary>
    /// <param name="exactGroups">How many groups' sums of two products 16 bits are sure to hold.</param>
    /// <param name="inputBound">The largest input.</param>
    internal abstract bool PrefersBytes(int exactGroups, long inputBound);

    internal abstract void Depthwise(in DepthwiseArguments arguments);

    internal abstract void Elementwise(in ElementwiseArguments arguments);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
