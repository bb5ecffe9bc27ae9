using Akida.Simulator.Kernels.Emitted;

namespace Akida.Simulator.Kernels;

/// <summary>Knows all kernels of a set, emitted ones included, and takes for each problem the one that computes it at the least cost.</summary>
internal sealed class KernelSelector
{
    private readonly GemmKernel[] gemm;
    private readonly DepthwiseKernel[] depthwise;
    private readonly ElementwiseKernel[] elementwise;

    /// <summary>The kernels of a set, and those that were emitted for a model.</summary>
    public KernelSelector(KernelSet set, EmittedKernels? emitted = null)
    {
        KernelSet[] sets = [.. set.WithFallbacks];
        gemm = [.. emitted is null ? [] : sets.SelectMany(own => own.OwnEmitted?.Invoke(emitted) ?? []), .. sets.SelectMany(own => own.OwnGemm)];
        depthwise = [.. sets.SelectMany(own => own.OwnDepthwise)];
        elementwise = [.. sets.SelectMany(own => own.OwnElementwise)];
    }

    /// <summary>The best kernel for a matrix product.</summary>
    public GemmKernel Gemm(GemmProblem problem) => Best(gemm, problem).Kernel;

    /// <summary>What a matrix product costs on the best kernel.</summary>
    public double Cost(GemmProblem problem) => Best(gemm, problem).Cost;

    /// <summary>The best kernel for depthwise sums.</summary>
    public DepthwiseKernel Depthwise(DepthwiseProblem problem) => Best(depthwise, problem).Kernel;

    /// <summary>The best kernel for sums of tensors.</summary>
    public ElementwiseKernel Elementwise(ElementwiseProblem problem) => Best(elementwise, problem).Kernel;

    /// <summary>The kernel of the least cost; of several the first.</summary>
    private static (TKernel Kernel, double Cost) Best<TKernel, TProblem>(TKernel[] kernels, TProblem problem)
        where TKernel : class, IKernel<TProblem>
        where TProblem : KernelProblem
    {
        (TKernel? Kernel, double Cost) best = (null, double.PositiveInfinity);
        foreach (TKernel kernel in kernels)
        {
            if (kernel.Cost(problem) is { } cost && (best.Kernel is null || cost < best.Cost))
            {
                best = (kernel, cost);
            }
        }

        return best.Kernel is null ? throw new InvalidOperationException($"no kernel takes {problem}") : (best.Kernel, best.Cost);
    }
}
