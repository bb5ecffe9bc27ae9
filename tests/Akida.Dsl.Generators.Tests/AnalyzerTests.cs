namespace Akida.Dsl.Generators.Tests;

/// <summary>Each mistake: what is underlined, and what is said.</summary>
public class AnalyzerTests
{
    [Fact]
    public async Task A_right_model_has_no_diagnostics() =>
        Assert.Empty(await TestCompilation.Analyze(Model("""[ConvBlock("8 * Alpha", 3)] public partial Layer Conv { get; }""")));

    [Fact]
    public Task A_class_that_is_not_partial() =>
        Expect(
            "using Akida; [AkidaModel(\"m\"), Input(8, 8, 1)] public sealed class Small { }",
            "AKD1001 'Small' Model 'Small' must be declared 'partial', so that its layers can be generated"
        );

    [Fact]
    public Task A_property_that_is_not_partial() =>
        Expect(
            Model("[ConvBlock(8, 3)] public Layer Conv => default;"),
            "AKD1002 'Conv' Property 'Conv' must be declared 'partial', so that it can be generated"
        );

    [Fact]
    public Task A_model_without_input() =>
        Expect("using Akida; [AkidaModel(\"m\")] public sealed partial class Small { }", "AKD1003 'Small' Model 'Small' has no [Input]");

    [Fact]
    public Task An_expression_that_does_not_parse() =>
        Expect(Model("""[ConvBlock("8 * * Alpha", 3)] public partial Layer Conv { get; }"""), "AKD1004 '*' '*' is not expected here");

    [Fact]
    public Task An_expression_of_a_wrong_type() =>
        Expect(Model("""[ConvBlock("8 * true", 3)] public partial Layer Conv { get; }"""), "AKD1004 '*' '*' needs a number, found true");

    [Fact]
    public Task An_unknown_name_in_an_expression() =>
        Expect(
            Model("""[ConvBlock("8 * Alpah", 3)] public partial Layer Conv { get; }"""),
            "AKD1005 'Alpah' 'Alpah' is no option of the model, which has Alpha, Size"
        );

    [Fact]
    public Task A_From_that_names_no_layer() =>
        Expect(
            Model("""[ConvBlock(8, 3, From = "Konv")] public partial Layer Conv { get; }"""),
            "AKD1006 '\"Konv\"' 'Konv' is no layer above Conv; those are input"
        );

    [Fact]
    public Task A_size_that_is_not_positive() =>
        Expect(
            Model("""[ConvBlock("Alpha / 4", 3)] public partial Layer Conv { get; }"""),
            "AKD1007 '\"Alpha / 4\"' 'Alpha / 4' is 0, must be at least 1"
        );

    [Fact]
    public Task A_shape_that_cannot_be() =>
        Expect(
            Model("[ConvBlock(8, 17)] public partial Layer Conv { get; }"),
            "AKD1008 '17' layer 'conv': a window of 17 does not fit into 10 without padding (for Size = 10)",
            "AKD1008 '17' layer 'conv': a window of 17 does not fit into 16 without padding"
        );

    [Fact]
    public Task A_shape_that_cannot_be_for_one_choice() =>
        Expect(
            Model("[ConvBlock(8, 11)] public partial Layer Conv { get; }"),
            "AKD1008 '11' layer 'conv': a window of 11 does not fit into 10 without padding (for Size = 10)",
            "AKD3001 '11' layer 'conv': kernel size is 11×11, AKD1000 has 3, 5 or 7 for the input convolution; use 7 (for Akida 1.0)",
            "AKD3001 '11' layer 'conv': kernel size is 11×11, the Akida 2.0 IP has 3, 4, 5 or 7 for the input convolution; use 7 (for "
                + "Akida 2.0)"
        );

    [Fact]
    public Task A_name_used_twice() =>
        Expect(
            Model(
                """
                [ConvBlock(8, 3)] public partial Layer Conv { get; }
                [ConvBlock(8, 3, Name = "conv")] public partial Layer Other { get; }
                """
            ),
            "AKD1009 'ConvBlock(8, 3, Name = \"conv\")' the name 'conv' is used twice"
        );

    [Fact]
    public Task A_variant_of_an_unknown_option() =>
        Expect(
            Model("[ConvBlock(8, 3)] public partial Layer Conv { get; }", """[Variant("Beta = 2")]"""),
            "AKD1010 'Variant(\"Beta = 2\")' 'Beta' is no option of the model, which has Alpha, Size"
        );

    [Fact]
    public Task A_kernel_that_is_not_square() =>
        Expect(
            Model("[ConvBlock(8, new[] { 3, 5 })] public partial Layer Conv { get; }"),
            "AKD2001 'new[] { 3, 5 }' layer 'conv': kernel size is 3×5, Akida 2.0 takes square kernels; use 5×5, whose extra cells "
                + "training can leave at 0 (for Akida 2.0)",
            "AKD3001 'new[] { 3, 5 }' layer 'conv': kernel size is 3×5, AKD1000 has 3, 5 or 7 for the input convolution; use 5 (for "
                + "Akida 1.0)"
        );

    [Fact]
    public Task A_ReLU_without_bound_on_Akida_1() =>
        Expect(
            Model("""[ConvBlock(8, 3, ReluV1 = "ReLU")] public partial Layer Conv { get; }"""),
            "AKD2002 '\"ReLU\"' layer 'conv/relu': the ReLU has no upper bound, Akida 1.0 counts the steps of a bounded activation; use "
                + "'ReLU6' (for Akida 1.0)"
        );

    [Fact]
    public Task Global_average_pooling_on_the_wrong_side() =>
        Expect(
            Model(
                """
                [ConvBlock(8, 3, Strides = 2)] public partial Layer First { get; }
                [ConvBlock(8, 3, Padding = Padding.Same, Pooling = Pooling.GlobalAverage, PostReluGap = true)]
                public partial Layer Conv { get; }
                [DenseBlock(4, Relu = null)] public partial Layer Classes { get; }
                """
            ),
            "AKD2003 'true' layer 'conv/global_avg': global average pooling comes after 'conv/relu', Akida 1.0 pools before the ReLU; "
                + "move it before the ReLU (for Akida 1.0)"
        );

    private static string Model(string members, string attributes = "") =>
        $$"""
            using Akida;
            [AkidaModel("small"), Input("Size", "Size", 3)] {{attributes}}
            public sealed partial class Small
            {
                [Option("-a", "--alpha", Default = 1)] public partial int Alpha { get; init; }
                [Option("-s", "--size", Default = 16, Choices = new object[] { 10, 16 })] public partial int Size { get; init; }
                {{members}}
            }
            """;

    private static async Task Expect(string source, params string[] expected) =>
        Assert.Equal(expected, await TestCompilation.Analyze(source));
}
