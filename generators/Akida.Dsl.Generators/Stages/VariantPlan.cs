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
            return new VariantPlan(simulator, index.Graph.Layers.SelectMany(layer => KernelsOf(index, layer)).ToEquatableArray());
        }
        catch (GraphException)
        {
            return new VariantPlan(simulator, []);
        }
    }

    /// <summary>
    /// The kernels for a layer: a row of a convolution's window, or a frame, is a segment. What is stored as bytes is known only with the
    /// weights, so that a product of few bits has a kernel for either.
    /// </summary>
    private static IEnumerable<KernelPlan> KernelsOf(GraphIndex index, LayerNode layer)
    {
        if (layer.Quantization is not { WeightQuantizer: { } weights })
        {
            return [];
        }

        TensorShape input = index.Shape(layer.Inputs[0]),
            output = index.Shape(layer.Name);
        KernelBitsPlan bits = new(weights.Bitwidth, ValueBits(index, index[layer.Inputs[0]]));
        KernelPlan Plan(EmittedKind kind, string shape, int pixels, int segments, int length, int filters) =>
            new(layer.Name, shape, new(kind, pixels, segments, kind.Format().Groups(length), filters), bits);

        KernelPlan[] Product(string shape, int pixels, int segments, int length, int filters) =>
            [
                .. new[] { EmittedKind.Pairs, EmittedKind.Bytes }
                    .Where(kind => kind == EmittedKind.Pairs || FitsBytes(bits))
                    .Select(kind => Plan(kind, shape, pixels, segments, length, filters)),
            ];

        return layer.Operation switch
        {
            Conv2D { Groups: 1 } convolution => Product(
                $"{convolution.KernelSize}×{input.Channels} → {output}",
                output[0] * output[1],
                convolution.KernelSize.Height,
                convolution.KernelSize.Width * input.Channels,
                convolution.Filters
            ),
            Dense dense when output.Rank == 1 => Product($"{input.Channels} → {dense.Units}", 1, 1, input.Channels, dense.Units),
            BufferTempConv temporal =>
            [
                Plan(
                    EmittedKind.Pairs,
                    $"{temporal.KernelSize} frames of {input} → {output}",
                    output[0] * output[1],
                    temporal.KernelSize,
                    input.Channels,
                    output.Channels
                ),
            ],
            DepthwiseConv2D { DepthMultiplier: 1 } convolution =>
            [
                Plan(
                    EmittedKind.Depthwise,
                    $"{convolution.KernelSize}, each of {input.Channels} channels → {output}",
                    output[0] * output[1],
                    1,
                    convolution.KernelSize.Height * convolution.KernelSize.Width,
                    input.Channels
                ),
            ],
            SeparableConv2D { DepthMultiplier: 1 } convolution =>
            [
                Plan(
                    EmittedKind.Depthwise,
                    $"{convolution.KernelSize}, each of {input.Channels} channels → {output.WithChannels(input.Channels)}",
                    output[0] * output[1],
                    1,
                    convolution.KernelSize.Height * convolution.KernelSize.Width,
                    input.Channels
                ),
                Plan(EmittedKind.Pairs, $"1×1×{input.Channels} → {output}", output[0] * output[1], 1, input.Channels, convolution.Filters),
            ],
            DepthwiseBufferTempConv temporal =>
            [
                Plan(
                    EmittedKind.Depthwise,
                    $"{temporal.KernelSize} frames of {input}, each channel → {output}",
                    output[0] * output[1],
                    1,
                    temporal.KernelSize,
                    input.Channels
                ),
            ],
            _ => [],
        };
    }

    /// <summary>Whether an input may be stored as unsigned bytes, and weights as signed ones.</summary>
    private static bool FitsBytes(KernelBitsPlan bits) => bits is { Weights: <= 8, Input: <= 8 };

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

/// <summary>A kernel of a layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Shape">Its sizes in words.</param>
/// <param name="Sizes">Its sizes.</param>
/// <param name="Bits">The bits that it is quantised with.</param>
internal sealed record KernelPlan(string Layer, string Shape, KernelSizePlan Sizes, KernelBitsPlan Bits);

/// <summary>The bits of a layer, which its kernel does not depend on, but its simulator requires.</summary>
/// <param name="Weights">Bits of the weights, the sign included.</param>
/// <param name="Input">Value bits of the input; 0 where only the real weights tell.</param>
internal sealed record KernelBitsPlan(int Weights, int Input);

/// <summary>The sizes of a kernel: layers of the same sizes share one.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Pixels">The number of output pixels.</param>
/// <param name="Segments">The number of segments: rows of the window, or frames; 1 of depthwise sums.</param>
/// <param name="Groups">Groups of values in a segment, or of taps, as the kind's format has them.</param>
/// <param name="Filters">The number of filters or channels.</param>
internal sealed record KernelSizePlan(EmittedKind Kind, int Pixels, int Segments, int Groups, int Filters)
{
    /// <summary>The name of the emitted method.</summary>
    public string Method => $"{Kind}{Pixels}x{Segments}x{Groups}x{Filters}";
}

/// <summary>The code of one kernel.</summary>
/// <param name="Place">The simulator that has it.</param>
/// <param name="Sizes">Its sizes.</param>
internal sealed record KernelFile(SimulatorPlace Place, KernelSizePlan Sizes)
{
    /// <summary>The name of the emitted file.</summary>
    public string FileName => $"{Place.FileName}.{Sizes.Method}.g.cs";
}
