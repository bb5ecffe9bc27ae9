using Akida.Graph;
using Akida.Graph.Converted;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules;
using Akida.Integers;

namespace Akida.Quantization.Conversion;

/// <summary>A converted model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Notes">What a user should know: rules that it breaks although they do not stop conversion.</param>
public sealed record ConversionResult(AkidaModel Model, EquatableArray<string> Notes);

/// <summary>
/// Makes a quantised model the layers that Akida runs: those of the open converter, kept exact where its form loses information
/// (<see cref="AkidaLayerClasses"/>).
/// </summary>
public static class Converter
{
    /// <summary>The converted model. Layers behind the first dequantiser (a softmax) are left out.</summary>
    /// <param name="quantized">The quantised model.</param>
    /// <param name="version">The Akida version.</param>
    /// <exception cref="GraphException">Akida does not accept the model; the message names the layer and the rule.</exception>
    public static AkidaModel Convert(Model quantized, AkidaVersion version) => ConvertWithNotes(quantized, version).Model;

    /// <summary>The converted model, and the rules that it breaks although they do not stop conversion.</summary>
    /// <param name="quantized">The quantised model.</param>
    /// <param name="version">The Akida version.</param>
    /// <exception cref="GraphException">Akida does not accept the model; the message names the layer and the rule.</exception>
    public static ConversionResult ConvertWithNotes(Model quantized, AkidaVersion version)
    {
        if (!quantized.Graph.IsQuantized)
        {
            throw new GraphException($"model '{quantized.Graph.Name}' is not quantised, must be");
        }

        GraphIndex index = new(quantized.Graph);
        RuleContext rules = RuleContext.ForQuantized(index, version);
        RuleTable.Require(rules, RefusedBy.Converter);
        ConversionContext context = new(index, QuantizedProgram.From(quantized), rules.Lowered.Blocks, version);
        (IReadOnlyList<KnownAkidaLayer> layers, EquatableArray<ActivationSteps> steps) =
            version == AkidaVersion.V1
                ? ConverterV1.Convert(context)
                : ([.. context.Blocks.Select(block => ConverterV2.Convert(context, block)), .. Dequantizers(context)], []);
        EquatableArray<AkidaLayer> written = InputLayers(context).Concat(layers).Select(AkidaLayerClasses.Write).ToEquatableArray();
        AkidaModel model = new(quantized.Graph.Name, version, written);
        IEnumerable<Finding> accepted = RuleTable.Check(rules.With(steps)).Where(finding => finding.Rule.Origin == RuleOrigin.Tool);
        return new ConversionResult(model, accepted.Select(finding => finding.Message).ToEquatableArray());
    }

    private static IEnumerable<KnownAkidaLayer> InputLayers(ConversionContext context)
    {
        LayerNode input = context.Model.Graph.Input;
        TensorShape given = context.Model.Shape(input.Name);
        TensorShape shape = TensorShape.Of(Enumerable.Repeat(1, 3 - given.Rank).Concat(given.Dimensions));
        LayerNode? quantizer = context.Model.Graph.Layers.FirstOrDefault(layer => layer.Operation is InputQuantizer);
        if (quantizer is not null)
        {
            yield return QuantizerLayer((IntegerInputQuantizer)context.Program[quantizer.Name], quantizer.Name, shape);
        }

        if (context.InputDataName is { } name)
        {
            yield return new InputDataLayer
            {
                Name = name,
                Inbounds = quantizer is null ? [] : [quantizer.Name],
                InputShape = shape,
                InputBits =
                    context.Version == AkidaVersion.V1 ? 4
                    : quantizer?.Operation is InputQuantizer own ? own.Bitwidth
                    : 8,
                InputType = ((InputLayer)input.Operation).DType,
            };
        }
    }

    private static QuantizerLayer QuantizerLayer(IntegerInputQuantizer quantizer, string name, TensorShape shape) =>
        new()
        {
            Name = name,
            InputShape = shape,
            OutputBits = quantizer.Bitwidth,
            IsSigned = quantizer.IsSigned,
            Scales = LayerParts.Spread(quantizer.Output.FracBits, shape.Channels).Select(FixedPoint.PowerOfTwo).ToEquatableArray(),
            ZeroPoints = quantizer.IsSigned ? [] : LayerParts.Spread(quantizer.ZeroPoints, shape.Channels),
        };

    /// <summary>The first dequantiser: nothing behind it is converted.</summary>
    private static IEnumerable<KnownAkidaLayer> Dequantizers(ConversionContext context) =>
        from node in context.Model.Graph.Layers.Where(node => node.Operation is Dequantizer).Take(1)
        let dequantizer = (IntegerDequantizer)context.Program[node.Name]
        select new DequantizerLayer
        {
            Name = node.Name,
            Inbounds = [context.NameOf(node.Inputs[0])],
            Scales = context.DequantizerScales(dequantizer),
        };
}
