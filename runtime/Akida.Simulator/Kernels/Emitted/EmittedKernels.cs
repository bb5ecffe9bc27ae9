using Akida.Integers;
using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels.Emitted;

/// <summary>
/// The emitted kernels of a model: matrix products and depthwise sums with constant sizes, for the 256-bit instruction sets. Others use the
/// general kernels.
/// </summary>
public abstract class EmittedKernels
{
    /// <summary>The <see cref="KernelFormat.Version"/> that the code was emitted for.</summary>
    public abstract int FormatVersion { get; }

    /// <summary>The layers, each with its kernel's sizes.</summary>
    public abstract IReadOnlyList<KernelSizes> Sizes { get; }

    /// <summary>Runs a matrix product of 16-bit integers.</summary>
    /// <param name="kernel">Its index in <see cref="Sizes"/>.</param>
    /// <param name="view">What it computes on.</param>
    public abstract void RunPairs<TProduct>(int kernel, in GemmView view)
        where TProduct : struct, IPairProduct;

    /// <summary>Runs a matrix product of bytes.</summary>
    /// <param name="kernel">Its index in <see cref="Sizes"/>.</param>
    /// <param name="view">What it computes on.</param>
    public abstract void RunBytes<TProduct>(int kernel, in GemmView view)
        where TProduct : struct, IQuadProduct;

    /// <summary>Runs depthwise sums.</summary>
    /// <param name="kernel">Its index in <see cref="Sizes"/>.</param>
    /// <param name="view">What it computes on.</param>
    public abstract void RunDepthwise<TProduct>(int kernel, in DepthwiseView view)
        where TProduct : struct, IPairProduct;

    /// <summary>Its kernels of a kind, one for all layers of the same sizes.</summary>
    internal IEnumerable<int> Distinct(EmittedKind kind) =>
        Enumerable.Range(0, Sizes.Count).Where(kernel => Sizes[kernel].Kind == kind).DistinctBy(kernel => Sizes[kernel].Name);

    /// <summary>Requires that the code was emitted for this version, and for the layers and bits of a program.</summary>
    /// <exception cref="GraphException">It was not; the error names the layer.</exception>
    internal void Check(IntegerProgram program)
    {
        if (FormatVersion != KernelFormat.Version)
        {
            throw new GraphException(
                $"{GetType().DeclaringType?.FullName ?? GetType().FullName} was emitted for version {FormatVersion} of the kernels' "
                    + "format, "
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

    /// <summary>Requires that what layers compute has the sizes of the kernels that were emitted for them.</summary>
    /// <exception cref="GraphException">One has not; the error names the layer.</exception>
    internal void CheckSizes(IEnumerable<(string Layer, KernelProblem Problem)> planned)
    {
        ILookup<string, KernelSizes> emitted = Sizes.ToLookup(sizes => sizes.Layer);
        foreach ((string layer, KernelProblem problem) in planned)
        {
            foreach (KernelSizes sizes in emitted[layer])
            {
                KernelSizes? found = (problem, sizes.Kind) switch
                {
                    (DepthwiseProblem sums, EmittedKind.Depthwise) => sizes.Of(sums),
                    (GemmProblem product, not EmittedKind.Depthwise) => sizes.Of(product),
                    _ => null,
                };
                if (found is not null && found != sizes)
                {
                    throw Mismatch(sizes, found.Words, sizes.Words);
                }
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
