namespace Akida.Simulator.Kernels;

/// <summary>Depthwise sums that are ready to run: problem, weights and maps are settled. All workers share them.</summary>
internal abstract class LoadedDepthwise
{
    /// <summary>The number of units that can be computed in any order and at once.</summary>
    public abstract int Units { get; }

    /// <summary>Computes everything.</summary>
    public void Run(in DepthwiseOperands operands) => Run(operands, 0, Units);

    /// <summary>Computes some units.</summary>
    /// <param name="operands">What is computed on: all of it.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="end">The unit behind the last.</param>
    public abstract void Run(in DepthwiseOperands operands, int first, int end);
}

/// <summary>What loaded sums compute on; all offsets count values, not bytes.</summary>
internal unsafe struct DepthwiseOperands
{
    /// <summary>The input: 16-bit integers, or bytes.</summary>
    public void* Input;

    /// <summary>The offset of each pixel in the input.</summary>
    public int* Pixels;

    /// <summary>The offset of each tap from the pixel's; of an odd number the last is there twice.</summary>
    public int* Taps;

    /// <summary>The output.</summary>
    public void* Output;

    /// <summary>The offset of each pixel in the output.</summary>
    public int* OutputPixels;
}
