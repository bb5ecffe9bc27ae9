namespace Akida.Graph.Operations;

/// <summary>
/// The Jacobi polynomials P<sub>n</sub><sup>(alpha, beta)</sup> for n = 0 to <see cref="Degrees"/>, that a kernel in time is made of.
/// </summary>
/// <param name="Degrees">The highest degree.</param>
/// <param name="Alpha">The exponent at the end.</param>
/// <param name="Beta">The exponent at the start.</param>
public sealed record JacobiPolynomials(int Degrees, double Alpha, double Beta);

/// <summary>
/// A Conv3D whose kernel is held as coefficients of polynomials in time (QuantizeML-side class <c>PleiadesLayer</c>).
/// Kernel <c>C/groups×filters×h×w×(degrees + 1)</c>, after the bias.
/// </summary>
public sealed record PleiadesConv3D : Operation
{
    /// <summary>The convolution that it is once its kernel is expanded.</summary>
    public required Conv3D Convolution { get; init; }

    /// <summary>The polynomials.</summary>
    public required JacobiPolynomials Polynomials { get; init; }

    /// <inheritdoc/>
    public override string ClassName => "PleiadesLayer";

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => Convolution.InferShape(inputs);

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [
            .. Convolution.Weights(inputs).Where(weight => weight.Name == "bias"),
            new(
                "kernel",
                new TensorShape(
                    inputs[0].Channels / Convolution.Groups,
                    Convolution.Filters,
                    Convolution.KernelSize.Height,
                    Convolution.KernelSize.Width,
                    Polynomials.Degrees + 1
                ),
                Convolution.KernelInitializer
            ),
        ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs) => Convolution.MultiplyAdds(inputs);
}
