using Akida.Graph;
using Akida.Graph.Rules;
using Akida.Integers;
using Akida.Quantization.Conversion;
using Akida.Quantization.Quantizing;
using Akida.Testing.Verdicts;

namespace Akida.Quantization.Tests.Verdicts;

/// <summary>Quantising and converting the nets' files gives the verdicts of the vendor's tools, and the same layers.</summary>
public sealed class FileVerdictTests
{
    public static TheoryData<string> Cases => [.. ConstraintCase.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_net_is_accepted_or_refused_as_by_the_tools(string id)
    {
        ConstraintCase data = ConstraintCase.All[id];
        if (Causes.DeliberateFindings.TryGetValue(id, out Rule? rule))
        {
            data = data with { Cause = rule.Name };
        }

        Model model = data.ReadModel();
        Samples samples = Samples.Random(model.Graph, data.Settings().InputDType, count: 2, seed: 1);
        if (data.Cause is { } cause)
        {
            GraphException refusal = Assert.Throws<GraphException>(() =>
                Converter.Convert(Quantizer.Quantize(model, samples, data.Settings()).Model, data.Version)
            );
            Assert.Contains(
                Causes.RulesAbout(cause),
                about => refusal.Message.Contains($"{about.Id} {about.Name}:", StringComparison.Ordinal)
            );
            return;
        }

        QuantizationResult quantized = Quantizer.Quantize(model, samples, data.Settings());
        AkidaModel converted = Converter.Convert(quantized.Model, data.Version);

        Assert.Equal(data.LeftFloat.Order(), quantized.LeftFloat.Order());
        Assert.Equal(
            data.QuantizedLayers.Order(),
            quantized.Model.Graph.Layers.Select(layer => $"{layer.Name} {RecordedClass(layer)}").Order()
        );
        Assert.Equal(data.AkidaLayers, converted.Layers.Select(layer => $"{layer.Name} {layer.Type}"));
        Assert.NotEmpty(AkidaProgram.From(converted).Layers);
        Assert.Equal(data.RunsInPart, quantized.Notes.Any(note => note.Contains("float", StringComparison.Ordinal)));
    }

    private static string RecordedClass(LayerNode node) =>
        node.Operation.ClassName switch
        {
            "PaddedConv2D" => "Conv2D",
            "MaxPooling2D" => "MaxPool2D",
            string name => name,
        };
}
