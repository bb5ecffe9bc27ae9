using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels.Emitted;

/// <summary>
/// A matrix product of bytes that the generator emitted. It takes the products of its sizes whose sums its instructions hold, which the
/// real weights decide.
/// </summary>
/// <param name="emitted">The emitted code.</param>
/// <param name="kernel">Which of its kernels.</param>
/// <param name="instructions">The instruction set.</param>
internal sealed class EmittedBytes<TProduct>(EmittedKernels emitted, int kernel, string instructions)
    : PackingGemmKernel($"emitted {emitted.Sizes[kernel].Name} {instructions}", EmittedKind.Bytes.Format())
    where TProduct : struct, IQuadProduct
{
    private readonly KernelSizes sizes = emitted.Sizes[kernel];

    /// <summary>The kernels of some emitted code.</summary>
    public static IEnumerable<GemmKernel> Of(EmittedKernels emitted, string instructions) =>
        emitted.Distinct(EmittedKind.Bytes).Select(kernel => new EmittedBytes<TProduct>(emitted, kernel, instructions));

    public override double? Cost(GemmProblem problem) =>
        Reads(problem)
        && sizes.Of(problem) == sizes
        && TProduct.MostGroups(problem.ExactGroups) >= problem.Segments * Format.Groups(problem.Length)
            ? KernelCost.Emitted * KernelCost.Gemm(problem, Format, 2 * TProduct.Instructions)
            : null;

    public override void Run(in GemmArguments arguments) => emitted.RunBytes<TProduct>(kernel, new GemmView(arguments));
}
