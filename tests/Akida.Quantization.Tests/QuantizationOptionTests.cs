using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Integers.Arithmetic;
using Akida.Quantization.Quantizing;

namespace Akida.Quantization.Tests;

/// <summary>What each option of <c>quantizeml quantize</c> changes in the quantised model.</summary>
public class QuantizationOptionTests
{
    private const string Middle = "pw_sep_0/relu";

    private static readonly QuantizingCase Case = QuantizingCase.Load("random_v2_0003");

    public static TheoryData<string> Cases => QuantizingCase.Names;

    public static TheoryData<int> Widths => [.. Enumerable.Range(2, 7)];

    /// <summary><c>-c</c>: the recorded settings give the recorded model, whatever the bits beside them.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_configuration_file_wins_over_the_widths(string name)
    {
        QuantizingCase data = QuantizingCase.Load(name);
        QuantizationSettings settings = data.Settings with { Bits = new BitWidths(5, 5, 5), Layers = Recorded(data) };

        ModelGraph placed = QuantizerPlacement
            .Place(Sanitizer.Sanitize(data.Float.Graph, new MeasuredWeightFacts(data.Float.Weights)), settings)
            .Graph;

        foreach (
            (LayerNode wanted, LayerNode found) in QuantizingCase.Comparable(data.Expected.Graph).Zip(QuantizingCase.Comparable(placed))
        )
        {
            Assert.True(wanted == found, $"expected {wanted}\nfound    {found}");
        }
    }

    [Fact]
    public void A_configuration_of_some_layers_leaves_the_others_to_the_widths()
    {
        QuantizationConfig given = new()
        {
            WeightQuantizer = new() { Bitwidth = 2 },
            BufferBitwidth = 24,
        };

        ModelGraph graph = Quantize(Case.Settings with { Layers = new Dictionary<string, QuantizationConfig> { ["pw_2"] = given } }).Graph;

        Assert.Equal(2, WeightBits(graph, "pw_2"));
        Assert.Equal(24, Config(graph, "pw_2").BufferBitwidth);
        Assert.Equal(Config(Case.Expected.Graph, "pw_sep_1"), Config(graph, "pw_sep_1"));
    }

    [Fact]
    public void Quantising_until_a_layer_leaves_what_follows_float()
    {
        Model model = Quantize(Case.Settings with { QuantizeUntil = Middle });

        string[] floats = ["dw_sep_1", "pw_sep_1", "pw_sep_1/relu", "pw_2", "pw_2/relu", "logits"];
        Assert.All(floats, name => Assert.Null(Node(model.Graph, name).Quantization));
        Assert.Equal(Config(Case.Expected.Graph, "pw_sep_0"), Config(model.Graph, "pw_sep_0"));
        Assert.IsType<Dequantizer>(Node(model.Graph, Middle + "/dequantizer").Operation);
        Assert.Equal([Middle + "/dequantizer"], Node(model.Graph, "dw_sep_1").Inputs);
        Assert.Equal(Case.Float.Graph.Outputs, model.Graph.Outputs);
    }

    [Fact]
    public void Quantising_until_an_unknown_layer_is_refused() =>
        Assert.Contains(
            "'nowhere'",
            Assert.Throws<GraphException>(() => Quantize(Case.Settings with { QuantizeUntil = "nowhere" })).Message
        );

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public void The_last_output_has_the_bits_that_are_asked_for(int bits)
    {
        Model model = Quantize(Case.Settings with { LastOutputBits = bits });

        Assert.Null(Config(Case.Expected.Graph, "logits").OutputQuantizer);
        Assert.Equal(bits, Config(model.Graph, "logits").OutputQuantizer!.Bitwidth);
        Assert.Equal(bits - 1, QuantizedProgram.From(model)["logits"].Output.ValueBits);
    }

    [Fact]
    public void Activations_per_tensor_have_one_range_each()
    {
        Model model = Quantize(Case.Settings with { PerTensorActivations = true });

        Assert.All(
            model.Graph.Layers.Select(node => node.Quantization?.OutputQuantizer).OfType<OutputQuantizerConfig>(),
            quantizer => Assert.False(quantizer.IsPerAxis)
        );
        Assert.All(
            model.Weights.All.Where(weight => weight.Weight == "output_quantizer/range_max"),
            weight => Assert.Equal(0, weight.Value.Shape.Rank)
        );
        Assert.All(QuantizedProgram.From(model).Layers.OfType<IntegerReLU>(), layer => Assert.True(layer.Output.HasOneFracBits));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Weights_and_activations_have_the_bits_that_are_asked_for(int bits)
    {
        // Three different widths: no option may stand for another.
        BitWidths widths = new(bits, 2 + ((bits + 1) % 7), 2 + ((bits + 3) % 7));

        Model model = Quantize(Case.Settings with { Bits = widths });

        Assert.Equal(widths.Input, WeightBits(model.Graph, "stem"));
        Assert.All(["dw_sep_0", "pw_sep_0", "pw_2", "logits"], name => Assert.Equal(widths.Weight, WeightBits(model.Graph, name)));
        OutputQuantizerConfig activation = Config(model.Graph, "stem/relu").OutputQuantizer!;
        Assert.Equal((widths.Activation, widths.Activation >= 8), (activation.Bitwidth, activation.IsSigned));
        Assert.Equal(8, Config(model.Graph, "dw_sep_0").OutputQuantizer!.Bitwidth);
        IntegerWeightedLayer stem = (IntegerWeightedLayer)QuantizedProgram.From(model)["stem"];
        Assert.Equal((1 << (widths.Input - 1)) - 1, stem.Weights.Max(weight => Math.Abs((int)weight)));
    }

    [Fact]
    public void One_bit_activations_are_zero_or_one()
    {
        Model model = Quantize(Case.Settings with { Bits = new BitWidths(8, 2, 1) });

        Assert.Equal(1, QuantizedProgram.From(model)["stem/relu"].Output.ValueBits);
    }

    [Fact]
    public void Buffers_have_the_bits_that_are_asked_for_but_no_more_than_convolutions_have()
    {
        ModelGraph narrow = Quantize(Case.Settings with { BufferBits = 24 }).Graph,
            wide = Quantize(Case.Settings).Graph;

        Assert.Equal(24, Config(narrow, "stem").BufferBitwidth);
        Assert.Equal(28, Config(wide, "stem").BufferBitwidth);
        Assert.Equal(32, Config(wide, "stem/relu").BufferBitwidth);
    }

    /// <summary>The case's <c>q_config.json</c>; cases of the zoo have none, theirs are the settings of the quantised model.</summary>
    private static IReadOnlyDictionary<string, QuantizationConfig> Recorded(QuantizingCase data) =>
        File.Exists(data.File("q_config.json"))
            ? QuantizationJson.ReadFile(data.File("q_config.json"))
            : data
                .Expected.Graph.Layers.Where(node => node.Quantization is { } config && config != QuantizationConfig.Empty)
                .ToDictionary(node => node.Name, node => node.Quantization!);

    private static Model Quantize(QuantizationSettings settings) =>
        Quantizer.Quantize(Case.Float, new Samples(new ArraySamples(Case.Samples), Case.BatchSize), settings).Model;

    private static LayerNode Node(ModelGraph graph, string name) => graph.Layers.Single(node => node.Name == name);

    private static QuantizationConfig Config(ModelGraph graph, string name) => Node(graph, name).Quantization!;

    private static int? WeightBits(ModelGraph graph, string name) => Config(graph, name).WeightQuantizer!.Bitwidth;
}
