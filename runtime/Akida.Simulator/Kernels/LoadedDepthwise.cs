namespace Akida.Simulator.Kernels;

/// <summary>Depthwise sums that are ready to run: problem, weights and maps are settled. All workers share them.</summary>
internal abstract class LoadedDepthwise
{
    /// <summary>Computes.</summary>
    public abstract void Run(in DepthwiseOperands operands);
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
