namespace Akida.Simulator.Kernels;

/// <summary>A matrix product that is ready to run: problem, weights and maps are settled. All workers share it.</summary>
internal abstract class LoadedGemm
{
    /// <summary>The number of units that can be computed in any order and at once.</summary>
    public abstract int Units { get; }

    /// <summary>Computes everything.</summary>
    public void Run(in GemmOperands operands) => Run(operands, 0, Units);

    /// <summary>Computes some units.</summary>
    /// <param name="operands">What is computed on: all of it.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="end">The unit behind the last.</param>
    public abstract void Run(in GemmOperands operands, int first, int end);
}

/// <summary>What a loaded product computes on; all offsets count values, not bytes.</summary>
internal unsafe struct GemmOperands
{
    /// <summary>The input: 16-bit integers, or bytes.</summary>
    public void* Input;

    /// <summary>The offset of each pixel's row in the input.</summary>
    public int* Pixels;

    /// <summary>The offset of each segment from the pixel's.</summary>
    public int* Segments;

    /// <summary>The output.</summary>
    public void* Output;

    /// <summary>The offset of each pixel in the output.</summary>
    public int* OutputPixels;
}
