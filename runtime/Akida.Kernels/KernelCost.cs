namespace Akida.Kernels;

/// <summary>What kernels cost, in vector instructions: a measure to choose by, not a time.</summary>
public static class KernelCost
{
    /// <summary>
    /// The part of a general kernel's cost that is left where sizes are constants, loops unrolled and tiles larger. As measured
    /// (<c>./akida bench emitted</c>) it is between 0.75 and 1; what counts is that it is less than 1.
    /// </summary>
    public const double Emitted = 0.97;

    /// <summary>The same where kernels are assembled for a problem, with all that follows the sums.</summary>
    public const double Assembled = 0.95;

    /// <summary>The cost of a matrix product.</summary>
    /// <param name="problem">The product.</param>
    /// <param name="format">How the kernel reads.</param>
    /// <param name="perGroup">Instructions for one pixel, one group of values and one block of filters.</param>
    /// <remarks>Tiles that are not full cost nothing more: kernels have ways for them, and what is not computed twice is loaded
    /// once.</remarks>
    public static double Gemm(GemmProblem problem, KernelFormat format, double perGroup) =>
        (double)problem.Pixels * problem.Segments * format.Groups(problem.Length) * format.Blocks(problem.Filters) * perGroup;

    /// <summary>The cost of depthwise sums.</summary>
    /// <param name="problem">The sums.</param>
    /// <param name="format">How the kernel reads.</param>
    /// <param name="perGroup">Instructions for one pixel, one group of taps and one block of channels.</param>
    public static double Depthwise(DepthwiseProblem problem, KernelFormat format, double perGroup) =>
        (double)problem.Pixels * format.Groups(problem.Taps) * format.Blocks(problem.Channels) * perGroup;

    /// <summary>The cost of scaling and adding tensors.</summary>
    /// <param name="problem">The tensors.</param>
    /// <param name="values">How many values are taken at once.</param>
    public static double Elementwise(ElementwiseProblem problem, int values) => (double)problem.MultiplyAdds / values;
}
