namespace Akida.Simulator.Kernels;

/// <summary>A matrix product that is ready to run: problem, weights and maps are settled. All workers share it.</summary>
internal abstract class LoadedGemm
{
    /// <summary>Computes.</summary>
    public abstract void Run(in GemmOperands operands);
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
