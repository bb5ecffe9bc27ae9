using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels.Emitted;

/// <summary>Depthwise sums that the generator emitted. It takes any of its sizes.</summary>
/// <param name="emitted">The emitted code.</param>
/// <param name="kernel">Which of its kernels.</param>
/// <param name="instructions">The instruction set.</param>
internal sealed class EmittedDepthwise<TProduct>(EmittedKernels emitted, int kernel, string instructions)
    : PackingDepthwiseKernel($"emitted {emitted.Sizes[kernel].Name} {instructions}", EmittedKind.Depthwise.Format())
    where TProduct : struct, IPairProduct
{
    private readonly KernelSizes sizes = emitted.Sizes[kernel];

    /// <summary>The kernels of some emitted code.</summary>
    public static IEnumerable<DepthwiseKernel> Of(EmittedKernels emitted, string instructions) =>
        emitted.Distinct(EmittedKind.Depthwise).Select(kernel => new EmittedDepthwise<TProduct>(emitted, kernel, instructions));

    public override double? Cost(DepthwiseProblem problem) =>
        Reads(problem) && sizes.Of(problem) == sizes
            ? KernelCost.Emitted * KernelCost.Depthwise(problem, Format, 2 + (2 * TProduct.Instructions))
            : null;

    public override void Run(in DepthwiseArguments arguments) => emitted.RunDepthwise<TProduct>(kernel, new DepthwiseView(arguments));
}
