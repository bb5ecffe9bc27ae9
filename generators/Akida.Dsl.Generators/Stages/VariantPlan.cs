using Akida.Graph;
using Akida.Graph.Declarations;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Kernels;

namespace Akida.Dsl.Generators.Stages;

/// <summary>The kernels of a variant's simulator.</summary>
/// <param name="Simulator">The simulator.</param>
/// <param name="Kernels">The kernels to emit, in order.</param>
internal sealed record VariantPlan(VariantSimulator Simulator, EquatableArray<KernelPlan> Kernels)
{
    /// <summary>The code of its kernels, each of which changes only when its own sizes do.</summary>
    public IEnumerable<KernelFile> Files =>
        Kernels.Select(kernel => kernel.Sizes).Distinct().Select(sizes => new KernelFile(Simulator.Place, sizes));

    /// <summary>The plan of a variant as it is quantised; one that cannot be has no kernels, the analyzer says why.</summary>
    public static VariantPlan Create(VariantSimulator simulator, LowerInitially lower, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            GraphIndex index = new(lower(simulator.Graph, simulator.Variant.Bits).Graph);
            return new VariantPlan(simulator, index.Graph.Layers.SelectMany(layer => Kernel(index, layer)).ToEquatableArray());
        }
        catch (GraphException)
        {
            return new VariantPlan(simulator, []);
        }
    }

    /// <summary>The kernel for a layer, if it is a matrix product: a row of the convolution's window is a segment.</summary>
    private static IEnumerable<KernelPlan> Kernel(GraphIndex index, LayerNode layer)
    {
        if (layer.Quantization is not { WeightQuantizer: { } weights })
        {
            return [];
        }

        KernelBitsPlan bits = new(weights.Bitwidth, ValueBits(index, index[layer.Inputs[0]]));

        TensorShape output = index.Shape(layer.Name);
        int channels = layer.Operation is Conv2D or Dense ? index.Shape(layer.Inputs[0]).Channels : 0;
        return layer.Operation switch
        {
            Conv2D { Groups: 1 } convolution =>
            [
                new KernelPlan(
                    layer.Name,
                    $"{convolution.KernelSize}×{channels} → {output}",
                    new(
                        output[0] * output[1],
                        convolution.KernelSize.Height,
                        Pairs(convolution.KernelSize.Width * channels),
                        convolution.Filters
                    ),
                    bits
                ),
            ],
            Dense dense when output.Rank == 1 =>
            [
                new KernelPlan(layer.Name, $"{channels} → {dense.Units}", new(1, 1, Pairs(channels), dense.Units), bits),
            ],
            _ => [],
        };
    }

    private static int Pairs(int length) => KernelFormat.EmittedPairs.Groups(length);

    /// <summary>
    /// The value bits of what a layer puts out, or 0 where only the real weights tell; layers that only move values pass on those of their
    /// input.
    /// </summary>
    private static int ValueBits(GraphIndex index, LayerNode layer) =>
        layer switch
        {
            { Operation: InputLayer { DType: DataType.UInt8 } } => 8,
            { Operation: InputLayer { DType: DataType.Int8 } } => 7,
            { Operation: InputLayer { DType: DataType.Int16 } } => 15,
            { Quantization.OutputQuantizer: { } quantizer } when layer.Operation is not InputQuantizer => quantizer.ValueBits,
            { Operation: Flatten or Reshape or Permute or Dropout or Rescaling or MaxPooling2D } => ValueBits(
                index,
                index[layer.Inputs[0]]
            ),
            _ => 0,
        };
}

/// <summary>The matrix product of a layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Shape">Its sizes in words.</param>
/// <param name="Sizes">Its sizes.</param>
/// <param name="Bits">The bits that it is quantised with.</param>
internal sealed record KernelPlan(string Layer, string Shape, KernelSizePlan Sizes, KernelBitsPlan Bits);

/// <summary>The bits of a matrix product, which its kernel does not depend on, but its simulator requires.</summary>
/// <param name="Weights">Bits of the weights, the sign included.</param>
/// <param name="Input">Value bits of the input; 0 where only the real weights tell.</param>
internal sealed record KernelBitsPlan(int Weights, int Input);

/// <summary>The sizes of a matrix product: layers of the same sizes share a kernel.</summary>
/// <param name="Pixels">The number of output pixels.</param>
/// <param name="Segments">The number of segments: rows of the window.</param>
/// <param name="Pairs">Pairs of values in a segment.</param>
/// <param name="Filters">The number of filters.</param>
internal sealed record KernelSizePlan(int Pixels, int Segments, int Pairs, int Filters)
{
    /// <summary>The name of the emitted method.</summary>
    public string Method => $"Multiply{Pixels}x{Segments}x{Pairs}x{Filters}";
}

/// <summary>The code of one kernel.</summary>
/// <param name="Place">The simulator that has it.</param>
/// <param name="Sizes">Its sizes.</param>
internal sealed record KernelFile(SimulatorPlace Place, KernelSizePlan Sizes)
{
    /// <summary>The name of the emitted file.</summary>
    public string FileName => $"{Place.FileName}.{Sizes.Method}.g.cs";
}
