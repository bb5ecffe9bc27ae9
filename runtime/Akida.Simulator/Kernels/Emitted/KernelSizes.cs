namespace Akida.Simulator.Kernels.Emitted;

/// <summary>A layer that a kernel was emitted for, and what its kernel has built in.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Kind">The kind of kernel.</param>
/// <param name="Pixels">The number of output pixels.</param>
/// <param name="Segments">The number of segments: the kernel's rows; 1 of depthwise sums.</param>
/// <param name="Groups">Groups of values in a segment, or of taps of depthwise sums, as the kind's format has them.</param>
/// <param name="Filters">The number of filters, or of channels of depthwise sums.</param>
/// <param name="WeightBits">Bits of the weights, the sign included.</param>
/// <param name="InputBits">Value bits of the input; 0 where that is not known when the code is emitted.</param>
public sealed record KernelSizes(
    string Layer,
    EmittedKind Kind,
    int Pixels,
    int Segments,
    int Groups,
    int Filters,
    int WeightBits,
    int InputBits
)
{
    /// <summary>What one kernel computes has one name.</summary>
    internal string Name => $"{Kind.ToString().ToLowerInvariant()} {Pixels}x{Segments}x{Groups}x{Filters}";

    /// <summary>The sizes in words.</summary>
    internal string Words =>
        Kind == EmittedKind.Depthwise
            ? $"{Pixels} pixels, {Groups} pairs of taps, {Filters} channels"
            : $"{Pixels} pixels, {Segments} segments of {Groups} groups of {Kind.Format().Values}, {Filters} filters";

    /// <summary>The sizes that a matrix product has for a kernel of this kind.</summary>
    internal KernelSizes Of(GemmProblem problem) =>
        this with
        {
            Pixels = problem.Pixels,
            Segments = problem.Segments,
            Groups = Kind.Format().Groups(problem.Length),
            Filters = problem.Filters,
        };

    /// <summary>The sizes that depthwise sums have for a kernel of this kind.</summary>
    internal KernelSizes Of(DepthwiseProblem problem) =>
        this with
        {
            Pixels = problem.Pixels,
            Segments = 1,
            Groups = Kind.Format().Groups(problem.Taps),
            Filters = problem.Channels,
        };
}
