using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Quantization.Tests;

namespace Akida.Graph.Tests.Lowering;

/// <summary>Float graphs become the quantised graphs of the cases: layers, inputs, settings.</summary>
public sealed class LoweringTests
{
    public static TheoryData<string> Cases => QuantizingCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_float_graph_becomes_the_quantised_graph(string name)
    {
        QuantizingCase data = QuantizingCase.Load(name);

        LoweredGraph sanitized = Sanitizer.Sanitize(data.Float.Graph, new MeasuredWeightFacts(data.Float.Weights));
        ModelGraph quantized = QuantizerPlacement.Place(sanitized, data.Settings).Graph;

        LayerNode[] expected = [.. QuantizingCase.Comparable(data.Expected.Graph)],
            actual = [.. QuantizingCase.Comparable(quantized)];
        Assert.Equal(expected.Select(node => node.Name), actual.Select(node => node.Name));
        foreach ((LayerNode wanted, LayerNode found) in expected.Zip(actual))
        {
            Assert.True(wanted == found, $"expected {wanted}\nfound    {found}");
        }
    }

    [Fact]
    public void A_quantised_model_is_not_quantised_again()
    {
        Model quantized = QuantizingCase.Load("random_v2_0003").Expected;

        GraphException error = Assert.Throws<GraphException>(() => Sanitizer.Sanitize(quantized.Graph, new InitialWeightFacts()));

        Assert.Contains("quantised already", error.Message);
    }
}
