namespace Akida.Kernels;

/// <summary>What a kernel is asked to compute: sizes and ranges, nothing of layers.</summary>
public abstract record KernelProblem
{
    private protected KernelProblem() { }

    /// <summary>Products of a weight and an input.</summary>
    public abstract long MultiplyAdds { get; }
}
