namespace Akida.Simulator.Kernels;

/// <summary>Scales and adds one or two tensors.</summary>
/// <param name="instructions">The instruction set.</param>
internal abstract unsafe class ElementwiseKernel(string instructions) : IKernel<ElementwiseProblem>
{
    /// <inheritdoc/>
    public string Name { get; } = $"{instructions} elementwise";

    /// <inheritdoc/>
    public abstract double? Cost(ElementwiseProblem problem);

    /// <summary>Computes.</summary>
    public abstract void Run(in ElementwiseArguments arguments);
}
