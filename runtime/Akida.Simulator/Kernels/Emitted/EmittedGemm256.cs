using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels.Emitted;

/// <summary>
/// A matrix product that the generator emitted, on an instruction set with 256-bit vectors. It takes any product of its sizes.
/// </summary>
/// <param name="emitted">The emitted code.</param>
/// <param name="kernel">Which of its kernels.</param>
/// <param name="instructions">The instruction set.</param>
internal sealed class EmittedGemm256<TProduct>(EmittedKernels emitted, int kernel, string instructions)
    : GemmKernel($"emitted {Method(emitted.Sizes[kernel])} {instructions}", KernelFormat.EmittedPairs)
    where TProduct : struct, IPairProduct
{
    private readonly KernelSizes sizes = emitted.Sizes[kernel];

    /// <summary>The kernels of some emitted code, one for all layers of the same sizes.</summary>
    public static IEnumerable<GemmKernel> Of(EmittedKernels emitted, string instructions) =>
        Enumerable
            .Range(0, emitted.Sizes.Count)
            .DistinctBy(kernel => Method(emitted.Sizes[kernel]))
            .Select(kernel => new EmittedGemm256<TProduct>(emitted, kernel, instructions));

    public override double? Cost(GemmProblem problem) =>
        Reads(problem) && HasSizes(problem)
            ? (problem.Pixels < Format.Pixels ? KernelCost.EmittedPixelByPixel : KernelCost.Emitted)
                * KernelCost.Gemm(problem, Format, 2 * TProduct.Instructions)
            : null;

    public override void Run(in GemmArguments arguments) => emitted.Run<TProduct>(kernel, new GemmView(arguments));

    private bool HasSizes(GemmProblem problem) =>
        problem.Pixels == sizes.Pixels
        && problem.Segments == sizes.Segments
        && Format.Groups(problem.Length) == sizes.Pairs
        && problem.Filters == sizes.Filters;

    private static string Method(KernelSizes sizes) => $"{sizes.Pixels}x{sizes.Segments}x{sizes.Pairs}x{sizes.Filters}";
}
