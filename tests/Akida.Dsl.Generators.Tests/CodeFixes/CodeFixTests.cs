namespace Akida.Dsl.Generators.Tests.CodeFixes;

/// <summary>Each fix: what it writes; that the diagnostic goes is seen by compiling again.</summary>
public class CodeFixTests
{
    private const string TwoLayers =
        "[ConvBlock(8, 3)] public partial Layer First { get; } [ConvBlock(8, 3, Relu = null, Padding = Padding.Same)] public partial "
        + "Layer Last { get; }";

    [Fact]
    public async Task A_class_becomes_partial() =>
        Assert.Contains(
            "public sealed partial class Small",
            await FixedDocument.Apply(
                "using Akida; [AkidaModel(\"m\"), Input(8, 8, 1)] public sealed class Small { " + TwoLayers + "}",
                "AKD1001"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_class_without_modifiers_becomes_partial() =>
        Assert.Contains(
            "  // small\n  partial class Small",
            await FixedDocument.Apply(
                "using Akida; [AkidaModel(\"m\"), Input(8, 8, 1)]\n  // small\n  class Small { " + TwoLayers + "}",
                "AKD1001"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public Task A_property_becomes_partial() =>
        Expect(
            "[ConvBlock(8, 3)] public Layer Conv => default; // first",
            "AKD1002",
            "[ConvBlock(8, 3)] public partial Layer Conv { get; } // first"
        );

    [Fact]
    public Task An_option_becomes_partial() =>
        Expect(
            "[Option(\"-b\", \"--bands\", Default = 3)] public int Bands { get; init; } = 3;",
            "AKD1002",
            "[Option(\"-b\", \"--bands\", Default = 3)] public partial int Bands { get; init; }"
        );

    [Fact]
    public Task An_activation_gets_a_bound() =>
        Expect(
            "[ConvBlock(8, 3, ReluV1 = \"ReLU\")] public partial Layer Conv { get; }",
            "AKD2002",
            "[ConvBlock(8, 3, ReluV1 = \"ReLU6\")] public partial Layer Conv { get; }"
        );

    [Fact]
    public Task An_activation_gets_a_bound_on_the_version_that_needs_it() =>
        Expect(
            "[ConvBlock(8, 3, Relu = \"ReLU\", BatchNorm = true)] public partial Layer Conv { get; }",
            "AKD2002",
            "[ConvBlock(8, 3, Relu = \"ReLU\", ReluV1 = \"ReLU6\", BatchNorm = true)] public partial Layer Conv { get; }"
        );

    [Fact]
    public Task An_activation_gets_a_bound_where_only_Akida_1_is_claimed() =>
        Expect(
            "[ConvBlock(8, 3, Relu = \"ReLU\")] public partial Layer Conv { get; }",
            "AKD2002",
            "[ConvBlock(8, 3, Relu = \"ReLU6\")] public partial Layer Conv { get; }",
            versions: "AkidaVersion.V1"
        );

    [Fact]
    public async Task The_defaults_get_a_bound()
    {
        string mended = await FixedDocument.Apply(
            """
            using Akida;
            [AkidaModel("small"), Input(16, 16, 3)]
            [BlockDefaults(Padding = Padding.Same, Relu = "ReLU")]
            public sealed partial class Small
            {
                [ConvBlock(8, 3)] public partial Layer Conv { get; }
                [ConvBlock(8, 3)] public partial Layer Other { get; }
            }
            """,
            "AKD2002"
        );
        Assert.Contains("[BlockDefaults(Padding = Padding.Same, Relu = \"ReLU\", ReluV1 = \"ReLU6\")]", mended, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_layer_of_its_own_gets_a_bound() =>
        Expect(
            "[Conv2D(8, 3)] public partial Layer Conv { get; } [ReLU] public partial Layer Relu { get; }",
            "AKD2002",
            "[Conv2D(8, 3)] public partial Layer Conv { get; } [ReLU(MaxValueV1 = 6)] public partial Layer Relu { get; }"
        );

    [Fact]
    public Task Global_average_pooling_follows_the_version() =>
        Expect(
            Inside("[ConvBlock(8, 3, Pooling = Pooling.GlobalAverage, PostReluGap = true)] public partial Layer Conv { get; }"),
            "AKD2003",
            Inside("[ConvBlock(8, 3, Pooling = Pooling.GlobalAverage)] public partial Layer Conv { get; }")
        );

    [Fact]
    public Task Global_average_pooling_moves_for_the_only_version() =>
        Expect(
            Inside("[ConvBlock(8, 3, Pooling = Pooling.GlobalAverage, PostReluGap = true)] public partial Layer Conv { get; }"),
            "AKD2003",
            Inside("[ConvBlock(8, 3, Pooling = Pooling.GlobalAverage, PostReluGap = false)] public partial Layer Conv { get; }"),
            versions: "AkidaVersion.V1"
        );

    [Fact]
    public Task Global_average_pooling_that_is_a_layer_moves() =>
        Expect(
            """
            [ConvBlock(8, 3)] public partial Layer First { get; }
                [Conv2D(8, 3)] public partial Layer Conv { get; }
                [GlobalAveragePooling2D] public partial Layer Pool { get; }
                [ReLU(MaxValue = 6)] public partial Layer Relu { get; } // last
            """,
            "AKD2003",
            """
            [ConvBlock(8, 3)] public partial Layer First { get; }
                [Conv2D(8, 3)] public partial Layer Conv { get; }
                [ReLU(MaxValue = 6)] public partial Layer Relu { get; }
                [GlobalAveragePooling2D] public partial Layer Pool { get; } // last
            """,
            versions: "AkidaVersion.V2"
        );

    [Fact]
    public Task A_kernel_becomes_square() =>
        Expect(
            "[ConvBlock(8, new[] { 3, 5 })] public partial Layer Conv { get; }",
            "AKD2001",
            "[ConvBlock(8, 5)] public partial Layer Conv { get; }"
        );

    [Fact]
    public Task A_kernel_becomes_the_nearest_that_there_is() =>
        Expect(
            "[ConvBlock(8, kernelSize: 8)] public partial Layer Conv { get; }",
            "AKD3001",
            "[ConvBlock(8, kernelSize: 7)] public partial Layer Conv { get; }"
        );

    [Fact]
    public Task A_block_gets_its_activation() =>
        Expect(
            "[ConvBlock(8, 3, Relu = null)] public partial Layer Conv { get; } [ConvBlock(8, 3, Pooling = Pooling.GlobalAverage)] "
                + "public partial Layer Last { get; }",
            "AKD2012",
            "[ConvBlock(8, 3, Relu = null, ReluV1 = \"ReLU6\")] public partial Layer Conv { get; } [ConvBlock(8, 3, Pooling = "
                + "Pooling.GlobalAverage)] public partial Layer Last { get; }"
        );

    [Fact]
    public Task A_ReLU_is_inserted_and_taken_instead() =>
        Expect(
            """
            [Conv2D(8, 3)] public partial Layer Conv { get; }
                [BatchNormalization] public partial Layer Norm { get; }
                [Conv2D(8, 1, From = nameof(Norm))] public partial Layer Last { get; }
            """,
            "AKD2012",
            """
            [Conv2D(8, 3)] public partial Layer Conv { get; }
                [BatchNormalization] public partial Layer Norm { get; }
                [ReLU(MaxValue = 6)] public partial Layer ConvRelu { get; }
                [Conv2D(8, 1, From = nameof(ConvRelu))] public partial Layer Last { get; }
            """,
            versions: "AkidaVersion.V1"
        );

    [Fact]
    public Task A_separable_convolution_follows_the_version() =>
        Expect(
            "[ConvBlock(8, 3)] public partial Layer Conv { get; } [SeparableConvBlock(8, 3, Fused = true, BatchNorm = true)] public "
                + "partial Layer Last { get; }",
            "AKD2024",
            "[ConvBlock(8, 3)] public partial Layer Conv { get; } [SeparableConvBlock(8, 3, BatchNorm = true)] public partial Layer "
                + "Last { get; }"
        );

    [Fact]
    public async Task A_variant_gets_bits_that_there_are()
    {
        string mended = await FixedDocument.Apply(
            """
            using Akida;
            [AkidaModel("small", Versions = [AkidaVersion.V2]), Input(16, 16, 3), BlockDefaults(Padding = Padding.Same)]
            [Variant(WeightBits = 3)]
            public sealed partial class Small
            {
                [ConvBlock(8, 3)] public partial Layer Conv { get; }
                [ConvBlock(8, 3, Strides = 2, Pooling = Pooling.GlobalAverage)] public partial Layer Last { get; }
            }
            """,
            "AKD2030"
        );
        Assert.Contains("[Variant(WeightBits = 4)]", mended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_size_that_options_give_is_left_to_the_author() =>
        Assert.Empty(
            await FixedDocument.Titles(
                Model(
                    "[ConvBlock(8, \"Width\")] public partial Layer Conv { get; } [Option(\"-w\", \"--width\", Default = 8)] public "
                        + "partial int Width { get; init; }"
                ),
                "AKD3001"
            )
        );

    [Fact]
    public async Task All_activations_get_a_bound_at_once()
    {
        string mended = await FixedDocument.ApplyAll(
            """
            using Akida;
            [AkidaModel("small"), Input(16, 16, 3), BlockDefaults(Relu = "ReLU")]
            public sealed partial class Small
            {
                [ConvBlock(8, 3)] public partial Layer Conv { get; }
                [ConvBlock(8, 3)] public partial Layer Other { get; }
                [ConvBlock(8, 3, Relu = "ReLU")] public partial Layer Third { get; }
            }
            """,
            "AKD2002"
        );
        Assert.Contains("BlockDefaults(Relu = \"ReLU\", ReluV1 = \"ReLU6\")", mended, StringComparison.Ordinal);
        Assert.Contains("[ConvBlock(8, 3, Relu = \"ReLU\", ReluV1 = \"ReLU6\")]", mended, StringComparison.Ordinal);
    }

    private static async Task Expect(string members, string id, string mended, string? versions = null) =>
        Assert.Equal(Model(mended, versions), await FixedDocument.Apply(Model(members, versions), id));

    /// <summary>A layer between an input convolution and a dense layer.</summary>
    private static string Inside(string member) =>
        $$"""
            [ConvBlock(8, 3)] public partial Layer First { get; }
                {{member}}
                [DenseBlock(4, Relu = null)] public partial Layer Classes { get; }
            """;

    private static string Model(string members, string? versions = null) =>
        $$"""
            using Akida;
            [AkidaModel("small"{{(versions is null ? "" : $", Versions = [{versions}]")}}), Input(16, 16, 3)]
            public sealed partial class Small
            {
                {{members}}
            }
            """;
}
