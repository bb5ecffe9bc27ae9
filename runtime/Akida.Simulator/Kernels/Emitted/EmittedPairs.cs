using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels.Emitted;

/// <summary>A matrix product of 16-bit integers that the generator emitted. It takes any product of its sizes.</summary>
/// <param name="emitted">The emitted code.</param>
/// <param name="kernel">Which of its kernels.</param>
/// <param name="instructions">The instruction set.</param>
internal sealed class EmittedPairs<TProduct>(EmittedKernels emitted, int kernel, string instructions)
    : PackingGemmKernel($"emitted {emitted.Sizes[kernel].Name} {instructions}", EmittedKind.Pairs.Format())
    where TProduct : struct, IPairProduct
{
    private readonly KernelSizes sizes = emitted.Sizes[kernel];

    /// <summary>The kernels of some emitted code.</summary>
    public static IEnumerable<GemmKernel> Of(EmittedKernels emitted, string instructions) =>
        emitted.Distinct(EmittedKind.Pairs).Select(kernel => new EmittedPairs<TProduct>(emitted, kernel, instructions));

    public override double? Cost(GemmProblem problem) =>
        Reads(problem) && sizes.Of(problem) == sizes
            ? KernelCost.Emitted * KernelCost.Gemm(problem, Format, 2 * TProduct.Instructions)
            : null;

    public override void Run(in GemmArguments arguments) => emitted.RunPairs<TProduct>(kernel, new GemmView(arguments));
}
