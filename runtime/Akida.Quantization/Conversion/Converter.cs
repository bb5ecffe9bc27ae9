using Akida.Graph;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules;
using Akida.Integers;
using Akida.Integers.Converted;

namespace Akida.Quantization.Conversion;

/// <summary>A converted model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Notes">What a user should know: rules that it breaks although they do not stop conversion.</param>
public sealed record ConversionResult(AkidaModel Model, EquatableArray<string> Notes);

/// <summary>
/// Makes a quantised model the layers that Akida runs. Parameters and variables are those of the open converter; where its form loses
/// information, variables of ours beside them keep the model exact: <c>exact_output_shift</c> (2.0, where <c>output_shift</c> is clipped),
/// <c>input_shift</c> of a dense layer behind a Flatten, and for 1.0 the bias, bounds and output scales that <c>threshold</c> and
/// <c>act_step</c> round away.
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
        (IReadOnlyList<AkidaLayer> layers, EquatableArray<ActivationSteps> steps) = version == AkidaVersion.V1
            ? ConverterV1.Convert(context)
            : ([.. context.Blocks.Select(block => ConverterV2.Convert(context, block)), .. Dequantizers(context)], []);
        AkidaModel model = new(quantized.Graph.Name, version, InputLayers(context).Concat(layers).ToEquatableArray());
        IEnumerable<Finding> accepted = RuleTable.Check(rules.With(steps)).Where(finding => finding.Rule.Origin == RuleOrigin.Tool);
        return new ConversionResult(model, accepted.Select(finding => finding.Message).ToEquatableArray());
    }

    private static IEnumerable<AkidaLayer> InputLayers(ConversionContext context)
    {
        LayerNode input = context.Model.Graph.Input;
        TensorShape shape = context.Model.Shape(input.Name);
        EquatableArray<int> sizes = TensorShape.Of(Enumerable.Repeat(1, 3 - shape.Rank).Concat(shape.Dimensions)).Dimensions;
        LayerNode? quantizer = context.Model.Graph.Layers.FirstOrDefault(layer => layer.Operation is InputQuantizer);
        if (quantizer is not null)
        {
            yield return QuantizerLayer((IntegerInputQuantizer)context.Program[quantizer.Name], quantizer, sizes, shape.Channels);
        }

        if (context.InputDataName is { } name)
        {
            int bits = context.Version == AkidaVersion.V1 ? 4 : quantizer?.Operation is InputQuantizer own ? own.Bitwidth : 8;
            yield return new LayerBuilder(name, "InputData", quantizer is null ? [] : [quantizer.Name])
                .Set("input_shape", sizes)
                .Set("input_bits", bits)
                .Set(ExactNames.InputType, ((InputLayer)input.Operation).DType.ToString().ToLowerInvariant())
                .Build();
        }
    }

    private static AkidaLayer QuantizerLayer(IntegerInputQuantizer quantizer, LayerNode layer, EquatableArray<int> sizes, int channels)
    {
        LayerBuilder builder = new LayerBuilder(layer.Name, "Quantizer", [])
            .Set("input_shape", sizes)
            .Set("output_bits", quantizer.Bitwidth)
            .Set("output_signed", quantizer.IsSigned)
            .Add("scales", LayerBuilder.Spread(quantizer.Output.FracBits, channels, FixedPoint.PowerOfTwo));
        return quantizer.IsSigned ? builder.Build() : builder.Add("zero_points", LayerBuilder.Spread(quantizer.ZeroPoints, channels, value => (byte)value)).Build();
    }

    /// <summary>The first dequantiser: nothing behind it is converted.</summary>
    private static IEnumerable<AkidaLayer> Dequantizers(ConversionContext context) =>
        from node in context.Model.Graph.Layers.Where(node => node.Operation is Dequantizer).Take(1)
        let dequantizer = (IntegerDequantizer)context.Program[node.Name]
        select new LayerBuilder(node.Name, "Dequantizer", [context.NameOf(node.Inputs[0])])
            .Add("scales", context.DequantizerScales(dequantizer))
            .Build();
}
