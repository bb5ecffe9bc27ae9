namespace Akida.Simulator.Kernels;

/// <summary>Sums of one or two tensors that are ready to run: problem, factors and maps are settled. All workers share them.</summary>
internal abstract class LoadedElementwise
{
    /// <summary>Computes.</summary>
    public abstract void Run(in ElementwiseOperands operands);
}

/// <summary>What loaded sums compute on: pixels one behind the other.</summary>
internal unsafe struct ElementwiseOperands
{
    /// <summary>The first input.</summary>
    public void* Left;

    /// <summary>The second input, or null.</summary>
    public void* Right;

    /// <summary>The output.</summary>
    public void* Output;

    /// <summary>The number of pixels.</summary>
    public int PixelCount;
}
