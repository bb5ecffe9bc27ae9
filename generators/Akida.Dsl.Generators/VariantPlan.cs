using Akida.Graph;
using Akida.Graph.Declarations;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;

namespace Akida.Dsl.Generators;

/// <summary>What is known at compile time of a variant's simulator.</summary>
/// <param name="Name">The name of the emitted class.</param>
/// <param name="Variant">Options, version, bits and shapes in words.</param>
/// <param name="Kernels">The kernels to emit, in order.</param>
internal sealed record VariantPlan(string Name, string Variant, EquatableArray<KernelPlan> Kernels)
{
    /// <summary>The plans of a model's variants; one that cannot be is left out, the analyzer says why.</summary>
    public static EquatableArray<VariantPlan> Create(ModelDeclaration model) => model.Variants.SelectMany(variant => Create(model, variant)).ToEquatableArray();

    private static IEnumerable<VariantPlan> Create(ModelDeclaration model, VariantDeclaration variant)
    {
        GraphIndex index;
        ModelInstance instance;
        try
        {
            instance = ModelInstance.Of(model, variant);
            LoweredGraph sanitized = Sanitizer.Sanitize(DeclarationCompiler.Compile(model, instance).Graph, new InitialWeightFacts());
            index = new GraphIndex(QuantizerPlacement.Place(sanitized, new QuantizationSettings { Bits = variant.Bits }).Graph);
        }
        catch (Exception error) when (error is DeclarationException or GraphException)
        {
            return [];
        }

        string bits = $"I{variant.Bits.Input}W{variant.Bits.Weight}A{variant.Bits.Activation}";
        string options = new([.. instance.Description.Where(char.IsLetterOrDigit)]);
        string words = string.Join(", ", new[] { instance.Description, variant.Version == AkidaVersion.V1 ? "Akida 1.0" : "Akida 2.0", $"bits {variant.Bits}" }.Where(part => part.Length > 0));
        words += $"; {index.Shape(index.Graph.Input.Name)} → {string.Join(", ", index.Graph.Outputs.Select(index.Shape))}";
        return [new VariantPlan(variant.Name ?? $"Simulator{variant.Version}{bits}{options}", words, index.Graph.Layers.SelectMany(layer => Kernel(index, layer)).ToEquatableArray())];
    }

    /// <summary>The kernel for a layer, if it is a matrix product: a row of the convolution's window is a segment.</summary>
    private static IEnumerable<KernelPlan> Kernel(GraphIndex index, LayerNode layer)
    {
        if (!layer.IsQuantized)
        {
            return [];
        }

        TensorShape output = index.Shape(layer.Name);
        int channels = layer.Operation is Conv2D or Dense ? index.Shape(layer.Inputs[0]).Channels : 0;
        return layer.Operation switch
        {
            Conv2D { Groups: 1 } convolution =>
            [
                new KernelPlan(
                    layer.Name,
                    $"{convolution.KernelSize}×{channels} → {output}",
                    output[0] * output[1],
                    convolution.KernelSize.Height,
                    ((convolution.KernelSize.Width * channels) + 1) / 2,
                    convolution.Filters),
            ],
            Dense dense when output.Rank == 1 => [new KernelPlan(layer.Name, $"{channels} → {dense.Units}", 1, 1, (channels + 1) / 2, dense.Units)],
            _ => [],
        };
    }
}

/// <summary>A matrix product with its sizes.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Shape">Its sizes in words.</param>
/// <param name="Pixels">The number of output pixels.</param>
/// <param name="Segments">The number of segments: rows of the window.</param>
/// <param name="Pairs">Pairs of values in a segment.</param>
/// <param name="Filters">The number of filters.</param>
internal sealed record KernelPlan(string Layer, string Shape, int Pixels, int Segments, int Pairs, int Filters);
