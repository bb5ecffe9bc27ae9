using Akida.Integers;
using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels.Emitted;

/// <summary>A layer that a kernel was emitted for, and what its kernel has built in.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Pixels">The number of output pixels.</param>
/// <param name="Segments">The number of segments: the kernel's rows.</param>
/// <param name="Pairs">Pairs of values in a segment.</param>
/// <param name="Filters">The number of filters.</param>
/// <param name="WeightBits">Bits of the weights, the sign included.</param>
/// <param name="InputBits">Value bits of the input; 0 where that is not known when the code is emitted.</param>
public sealed record KernelSizes(string Layer, int Pixels, int Segments, int Pairs, int Filters, int WeightBits, int InputBits)
{
    /// <summary>Whether one kernel computes both layers.</summary>
    internal bool IsLike(KernelSizes other) =>
        (Pixels, Segments, Pairs, Filters) == (other.Pixels, other.Segments, other.Pairs, other.Filters);

    /// <summary>The sizes in words.</summary>
    internal string Words => $"{Pixels} pixels, {Segments} segments of {Pairs} pairs, {Filters} filters";
}

/// <summary>
/// The emitted kernels of a model: matrix products with constant sizes, for the 256-bit instruction sets. Others use the general kernels.
/// </summary>
public abstract class EmittedKernels
{
    /// <summary>The <see cref="KernelFormat.Version"/> that the code was emitted for.</summary>
    public abstract int FormatVersion { get; }

    /// <summary>The layers, each with its kernel's sizes.</summary>
    public abstract IReadOnlyList<KernelSizes> Sizes { get; }

    /// <summary>Runs a kernel.</summary>
    /// <param name="kernel">Its index in <see cref="Sizes"/>.</param>
    /// <param name="view">What it computes on.</param>
    public abstract void Run<TProduct>(int kernel, in GemmView view)
        where TProduct : struct, IPairProduct;

    /// <summary>Requires that the code was emitted for this version, and for the layers and bits of a program.</summary>
    /// <exception cref="GraphException">It was not; the error names the layer.</exception>
    internal void Check(IntegerProgram program)
    {
        if (FormatVersion != KernelFormat.Version)
        {
            throw new GraphException(
                $"{GetType().DeclaringType?.FullName ?? GetType().FullName} was emitted for version {FormatVersion} of the kernels' "
                    + $"format, "
                    + $"must be {KernelFormat.Version}: compile it again with this version of Akida.Dsl"
            );
        }

        Dictionary<string, IntegerLayer> layers = program.Layers.ToDictionary(layer => layer.Name);
        foreach (KernelSizes sizes in Sizes)
        {
            if (!layers.TryGetValue(sizes.Layer, out IntegerLayer? layer))
            {
                throw new GraphException($"model '{program.Name}' has no layer '{sizes.Layer}', for which the simulator was emitted");
            }

            IntegerWeightedLayer weighted =
                Weighted(layers, layer)
                ?? throw new GraphException(
                    $"layer '{sizes.Layer}' of model '{program.Name}' has no weights, but the simulator was emitted for some"
                );
            if (weighted.WeightBits != sizes.WeightBits)
            {
                throw Mismatch(sizes, $"weights of {weighted.WeightBits} bits", $"{sizes.WeightBits}");
            }

            if (sizes.InputBits > 0 && ValueBits(layers, weighted.Inputs[0]) is var bits && bits != sizes.InputBits)
            {
                throw Mismatch(sizes, $"inputs of {bits} value bits", $"{sizes.InputBits}");
            }
        }
    }

    /// <summary>Requires that matrix products have the sizes of the kernels that were emitted for them.</summary>
    /// <exception cref="GraphException">One has not; the error names the layer.</exception>
    internal void CheckSizes(IEnumerable<(string Layer, GemmProblem Problem)> products)
    {
        foreach ((string layer, GemmProblem problem) in products)
        {
            KernelSizes found = new(
                layer,
                problem.Pixels,
                problem.Segments,
                KernelFormat.EmittedPairs.Groups(problem.Length),
                problem.Filters,
                0,
                0
            );
            if (Sizes.FirstOrDefault(sizes => sizes.Layer == layer) is { } sizes && !sizes.IsLike(found))
            {
                throw Mismatch(sizes, found.Words, sizes.Words);
            }
        }
    }

    /// <summary>
    /// The layer with weights that a layer is, or ends: the program of a converted model has the name of an Akida layer at the end of what
    /// that does.
    /// </summary>
    private static IntegerWeightedLayer? Weighted(Dictionary<string, IntegerLayer> layers, IntegerLayer layer) =>
        layer switch
        {
            IntegerWeightedLayer weighted => weighted,
            IntegerReLU or IntegerMaxPooling2D or IntegerGlobalAveragePooling2D or IntegerReshape or IntegerIdentity => Weighted(
                layers,
                layers[layer.Inputs[0]]
            ),
            _ => null,
        };

    /// <summary>The value bits of what a layer puts out; those that only move values pass on those of their input.</summary>
    private static int ValueBits(Dictionary<string, IntegerLayer> layers, string name) =>
        layers[name] switch
        {
            IntegerIdentity or IntegerReshape or IntegerPermute or IntegerMaxPooling2D => ValueBits(layers, layers[name].Inputs[0]),
            { } layer => layer.Output.ValueBits,
        };

    private static GraphException Mismatch(KernelSizes sizes, string found, string expected) =>
        new($"layer '{sizes.Layer}': the program has {found}, the simulator was emitted for {expected}", sizes.Layer);
}
