using Akida.Simulator.Kernels.Emitted;

namespace Akida.Simulator.Kernels;

/// <summary>
/// Knows all kernels of a set, emitted ones included, and takes for each problem the one that computes it at the least cost.
/// </summary>
internal sealed class KernelSelector
{
    private readonly GemmKernel[] gemm;
    private readonly DepthwiseKernel[] depthwise;
    private readonly ElementwiseKernel[] elementwise;

    /// <summary>The kernels of a set, and those that were emitted for a model.</summary>
    public KernelSelector(KernelSet set, EmittedKernels? emitted = null)
    {
        KernelSet[] sets = [.. set.WithFallbacks];
        gemm =
        [
            .. emitted is null ? [] : sets.SelectMany(own => own.OwnEmittedGemm?.Invoke(emitted) ?? []),
            .. sets.SelectMany(own => own.OwnGemm),
        ];
        depthwise =
        [
            .. emitted is null ? [] : sets.SelectMany(own => own.OwnEmittedDepthwise?.Invoke(emitted) ?? []),
            .. sets.SelectMany(own => own.OwnDepthwise),
        ];
        elementwise = [.. sets.SelectMany(own => own.OwnElementwise)];
    }

    /// <summary>The best kernel for a matrix product.</summary>
    public KernelChoice Gemm(GemmProblem problem)
    {
        (GemmKernel kernel, double cost) = Best(gemm, problem);
        return new KernelChoice(kernel.Name, kernel.Format, cost);
    }

    /// <summary>The best kernel for depthwise sums.</summary>
    public KernelChoice Depthwise(DepthwiseProblem problem)
    {
        (DepthwiseKernel kernel, double cost) = Best(depthwise, problem);
        return new KernelChoice(kernel.Name, kernel.Format, cost);
    }

    /// <summary>The best kernel for sums of tensors.</summary>
    public KernelChoice Elementwise(ElementwiseProblem problem)
    {
        (ElementwiseKernel kernel, double cost) = Best(elementwise, problem);
        return new KernelChoice(kernel.Name, null, cost);
    }

    /// <summary>What the best kernel for a matrix product costs; null if none can compute it exactly.</summary>
    public double? Cost(GemmProblem problem) => gemm.Min(kernel => kernel.Cost(problem));

    /// <summary>What the best kernel for depthwise sums costs; null if none can compute them exactly.</summary>
    public double? Cost(DepthwiseProblem problem) => depthwise.Min(kernel => kernel.Cost(problem));

    /// <summary>The kernel of a name.</summary>
    public GemmKernel GemmNamed(string name) => gemm.First(kernel => kernel.Name == name);

    /// <summary>The kernel of a name.</summary>
    public DepthwiseKernel DepthwiseNamed(string name) => depthwise.First(kernel => kernel.Name == name);

    /// <summary>The kernel of a name.</summary>
    public ElementwiseKernel ElementwiseNamed(string name) => elementwise.First(kernel => kernel.Name == name);

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

/// <summary>The kernel that was chosen.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Format">How it reads; null for kernels without weights.</param>
/// <param name="Cost">What it costs, in the units of <see cref="KernelCost"/>.</param>
internal sealed record KernelChoice(string Name, KernelFormat? Format, double Cost);
