namespace Akida.Dsl.Generators.Tests.CodeFixes;

/// <summary>Each remedy in the ways in which models are written: applying it makes the diagnostic go and brings no other.</summary>
public class FixTableTests
{
    private const string V1 = "Versions = [AkidaVersion.V1]";
    private const string V2 = "Versions = [AkidaVersion.V2]";
    private const string Stem = "[ConvBlock(8, 3, Padding = Padding.Same)] public partial Layer Stem { get; } ";
    private const string Head =
        " [ConvBlock(8, 3, Padding = Padding.Same, Pooling = Pooling.GlobalAverage)] public partial Layer Head { get; } [DenseBlock(4, "
        + "Relu = null)] public partial Layer Classes { get; }";

    [Theory]
    [InlineData("AKD2002", V1, "[ConvBlock(8, 3, ReluV1 = \"ReLU\")]", "[ConvBlock(8, 3, ReluV1 = \"ReLU6\")]")]
    [InlineData(
        "AKD2002",
        V1,
        "[ConvBlock(8, 3, /* wide */ Relu = \"ReLU\" /* open */)]",
        "[ConvBlock(8, 3, /* wide */ Relu = \"ReLU6\" /* open */)]"
    )]
    [InlineData("AKD2002", V1, "[Conv2D(8, 3, Activation = \"relu\")]", "[Conv2D(8, 3, Activation = \"relu6\")]")]
    [InlineData(
        "AKD2002",
        V1,
        "[Conv2D(8, 3)] public partial Layer Conv { get; } [Activation(\"relu\")]",
        "[Conv2D(8, 3)] public partial Layer Conv { get; } [Activation(\"relu6\")]"
    )]
    [InlineData(
        "AKD2002",
        V1,
        "[Conv2D(8, 3)] public partial Layer Conv { get; } [ReLU]",
        "[Conv2D(8, 3)] public partial Layer Conv { get; } [ReLU(MaxValue = 6)]"
    )]
    [InlineData("AKD2001", V2, "[ConvBlock(8, new[] { 3, 5 })]", "[ConvBlock(8, 5)]")]
    [InlineData("AKD2001", V2, "[ConvBlock(kernelSize: new[] { 3, 5 }, filters: 8)]", "[ConvBlock(kernelSize: 5, filters: 8)]")]
    [InlineData("AKD2018", V2, "[ConvBlock(8, 3, Strides = new[] { 1, 2 })]", "[ConvBlock(8, 3, Strides = 2)]")]
    [InlineData("AKD3001", V2, "[ConvBlock(8, \"8 + 1\", Padding = Padding.Same)]", "[ConvBlock(8, 7, Padding = Padding.Same)]")]
    [InlineData(
        "AKD3001",
        V2,
        "[ConvBlock(8, 4, Strides = 2, Padding = Padding.Same)]",
        "[ConvBlock(8, 5, Strides = 2, Padding = Padding.Same)]"
    )]
    [InlineData(
        "AKD3002",
        V2,
        "[ConvBlock(8, 3, Strides = 3, Padding = Padding.Same)]",
        "[ConvBlock(8, 3, Strides = 2, Padding = Padding.Same)]"
    )]
    [InlineData(
        "AKD3002",
        V1,
        "[ConvBlock(8, 5, Strides = 2, Padding = Padding.Same)]",
        "[ConvBlock(8, 5, Strides = 1, Padding = Padding.Same)]"
    )]
    [InlineData("AKD3004", V2, "[ConvBlock(8, 3)]", "[ConvBlock(8, 3, Padding = Padding.Same)]")]
    [InlineData(
        "AKD3005",
        V2,
        "[ConvBlock(8, 3, Padding = Padding.Same, Pooling = Pooling.Max, PoolSize = 3)]",
        "[ConvBlock(8, 3, Padding = Padding.Same, Pooling = Pooling.Max, PoolSize = 2)]"
    )]
    [InlineData(
        "AKD2019",
        V2,
        "[Conv2D(8, 3, DilationRate = 2, Padding = Padding.Same)]",
        "[Conv2D(8, 3, DilationRate = 1, Padding = Padding.Same)]"
    )]
    [InlineData(
        "AKD2021",
        V2,
        "[DepthwiseConv2D(3, DepthMultiplier = 2, Padding = Padding.Same)]",
        "[DepthwiseConv2D(3, DepthMultiplier = 1, Padding = Padding.Same)]"
    )]
    [InlineData(
        "AKD2015",
        V2,
        "[Conv2D(8, 3, Padding = Padding.Same)] public partial Layer Conv { get; } [MaxPooling2D] public partial Layer Pool { get; } "
            + "[ReLU(MaxValue = 6)]",
        "[Conv2D(8, 3, Padding = Padding.Same)] public partial Layer Conv { get; } [MaxPooling2D(Padding = Padding.Same)] public "
            + "partial Layer Pool { get; } [ReLU(MaxValue = 6)]"
    )]
    [InlineData(
        "AKD2016",
        V2,
        "[Conv2D(8, 3, Padding = Padding.Same)] public partial Layer Conv { get; } [MaxPooling2D(PoolSize = new[] { 1, 2 }, Strides = "
            + "2, Padding = Padding.Same)] public partial Layer Pool { get; } [ReLU(MaxValue = 6)]",
        "[Conv2D(8, 3, Padding = Padding.Same)] public partial Layer Conv { get; } [MaxPooling2D(PoolSize = 2, Strides = 2, Padding = "
            + "Padding.Same)] public partial Layer Pool { get; } [ReLU(MaxValue = 6)]"
    )]
    [InlineData("AKD2024", V2, "[SeparableConvBlock(8, 3, Fused = true)]", "[SeparableConvBlock(8, 3, Fused = false)]")]
    [InlineData("AKD2024", "", "[SeparableConvBlock(8, 3, Fused = true)]", "[SeparableConvBlock(8, 3)]")]
    [InlineData(
        "AKD2024",
        V2,
        "[SeparableConv2D(8, 3, Strides = 2, Padding = Padding.Same)]",
        "[SeparableConvBlock(8, 3, Strides = 2, Padding = Padding.Same, Relu = null)]"
    )]
    [InlineData("AKD2025", V1, "[SeparableConvBlock(8, 3, Fused = false)]", "[SeparableConvBlock(8, 3, Fused = true)]")]
    [InlineData(
        "AKD2012",
        V1,
        "[ConvBlock(8, 3, Padding = Padding.Same, Relu = null)]",
        "[ConvBlock(8, 3, Padding = Padding.Same, Relu = \"ReLU6\")]"
    )]
    [InlineData(
        "AKD2026",
        V2,
        "[ConvTransposeBlock(8, 5, Strides = 2, Padding = Padding.Same)]",
        "[ConvTransposeBlock(8, 4, Strides = 2, Padding = Padding.Same)]"
    )]
    public async Task A_layer_inside_a_model(string id, string versions, string wrong, string right) =>
        Assert.Equal(
            Model(versions, $"{Stem}{right} public partial Layer Layer {{ get; }}{Head}"),
            await FixedDocument.Apply(Model(versions, $"{Stem}{wrong} public partial Layer Layer {{ get; }}{Head}"), id)
        );

    [Theory]
    [InlineData(
        "AKD2030",
        V1,
        "[Variant(Version = AkidaVersion.V1, WeightBits = 8, ActivationBits = 4)]",
        "[Variant(Version = AkidaVersion.V1, WeightBits = 4, ActivationBits = 4)]"
    )]
    [InlineData(
        "AKD2030",
        V1,
        "[Variant(Version = AkidaVersion.V1, ActivationBits = 4)]",
        "[Variant(Version = AkidaVersion.V1, ActivationBits = 4, WeightBits = 4)]"
    )]
    [InlineData("AKD2029", V2, "[Variant(\"\", InputWeightBits = 5)]", "[Variant(\"\", InputWeightBits = 8)]")]
    [InlineData("AKD2039", V2, "[Variant(ActivationBits = 1)]", "[Variant(ActivationBits = 4)]")]
    [InlineData("AKD3013", V2, "[Variant(ActivationBits = 6)]", "[Variant(ActivationBits = 8)]")]
    public async Task A_variant(string id, string versions, string wrong, string right) =>
        Assert.Equal(Model(versions, Stem + Head, right), await FixedDocument.Apply(Model(versions, Stem + Head, wrong), id));

    [Theory]
    [InlineData("")]
    [InlineData(V1)]
    public async Task An_average_behind_a_block_moves_into_it(string versions) =>
        Assert.Equal(
            Model(
                versions,
                Stem
                    + "[ConvBlock(8, 3, Padding = Padding.Same, Pooling = Pooling.GlobalAverage)] public partial Layer Conv { get; }\n  "
                    + "  [DenseBlock(4, Relu = null, From = nameof(Conv))] public partial Layer Classes { get; }"
            ),
            await FixedDocument.Apply(
                Model(
                    versions,
                    Stem
                        + "[ConvBlock(8, 3, Padding = Padding.Same)] public partial Layer Conv { get; }\n    [GlobalAveragePooling2D] "
                        + "public partial Layer Average { get; }\n    [DenseBlock(4, Relu = null, From = nameof(Average))] public "
                        + "partial Layer Classes { get; }"
                ),
                "AKD2003"
            )
        );

    [Fact]
    public async Task Two_plain_convolutions_become_a_separable_block()
    {
        const string after = " [ReLU(MaxValue = 6)] public partial Layer Relu { get; }" + Head;
        Assert.Equal(
            Model(
                V1,
                $"{Stem}\n    [SeparableConvBlock(16, 3, Strides = 2, Padding = Padding.Same, UseBias = false, Relu = null)] public "
                    + $"partial Layer Wide {{ get; }}{after}"
            ),
            await FixedDocument.Apply(
                Model(
                    V1,
                    $"{Stem}\n    [DepthwiseConv2D(3, Strides = 2, Padding = Padding.Same)] public partial Layer Narrow {{ get; }}\n    "
                        + $"[Conv2D(16, 1, UseBias = false)] public partial Layer Wide {{ get; }}{after}"
                ),
                "AKD2025"
            )
        );
    }

    [Fact]
    public async Task A_separable_layer_gets_its_ReLU() =>
        Assert.Contains(
            "[ReLU(MaxValue = 6)] public partial Layer WideRelu { get; }",
            await FixedDocument.Apply(
                Model(V1, $"{Stem}\n    [SeparableConv2D(16, 3, Padding = Padding.Same)] public partial Layer Wide {{ get; }}\n   {Head}"),
                "AKD2012"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("AKD3001", V2, "[ConvBlock(8, \"Size / 2\", Padding = Padding.Same)]")]
    [InlineData("AKD3002", V2, "[ConvBlock(8, 3, Strides = \"Size / 6\", Padding = Padding.Same)]")]
    [InlineData("AKD2010", V2, "[Permute(2, 1, 3)]")]
    [InlineData("AKD2034", V2, "[AveragePooling2D]")]
    public async Task What_has_no_one_remedy_is_left_to_the_author(string id, string versions, string layer) =>
        Assert.Empty(
            await FixedDocument.Titles(
                Model(
                    versions,
                    $"{Stem}{layer} public partial Layer Layer {{ get; }}{Head} [Option(\"-s\", \"--size\", Default = 18)] public "
                        + $"partial int Size {{ get; init; }}"
                ),
                id
            )
        );

    [Fact]
    public async Task A_block_of_the_author_is_not_changed_where_it_is_used() =>
        Assert.Empty(
            await FixedDocument.Titles(
                """
                using Akida;
                [AkidaBlock]
                public sealed partial class WideAttribute : BlockAttribute
                {
                    [ConvBlock(8, 9, Padding = Padding.Same)] public partial Layer Conv { get; }
                }
                [AkidaModel("small", Versions = [AkidaVersion.V2]), Input(16, 16, 3)]
                public sealed partial class Small { [Wide] public partial Layer Wide { get; } }
                """,
                "AKD3001"
            )
        );

    [Fact]
    public async Task Only_the_model_with_the_mistake_is_changed()
    {
        const string right =
            "[AkidaModel(\"right\", Versions = [AkidaVersion.V1]), Input(16, 16, 3)]\npublic sealed partial class Right { [ConvBlock(8, "
            + "3, Relu = \"ReLU6\")] public partial Layer Conv { get; } }\n";
        string wrong = right.Replace("ight", "rong", StringComparison.Ordinal).Replace("ReLU6", "ReLU", StringComparison.Ordinal);
        string mended = await FixedDocument.Apply($"using Akida;\n{right}{wrong}", "AKD2002");
        Assert.Equal($"using Akida;\n{right}{wrong.Replace("\"ReLU\"", "\"ReLU6\"", StringComparison.Ordinal)}", mended);
    }

    [Fact]
    public async Task All_files_of_a_project_are_mended_at_once()
    {
        string[] sources =
        [
            .. new[] { "One", "Two", "Three" }.Select(name =>
                Model(V1, "[ConvBlock(8, 3, Relu = \"ReLU\")] public partial Layer Conv { get; }")
                    .Replace("Small", name, StringComparison.Ordinal)
            ),
        ];
        Assert.Equal(
            sources.Select(source => source.Replace("\"ReLU\"", "\"ReLU6\"", StringComparison.Ordinal)),
            await FixedDocument.ApplyToProject(sources, "AKD2002")
        );
    }

    private static string Model(string versions, string members, string attributes = "") =>
        $$"""
            using Akida;
            [AkidaModel("small"{{(versions.Length == 0 ? "" : ", " + versions)}}), Input(11, 11, 3)] {{attributes}}
            public sealed partial class Small
            {
                {{members}}
            }
            """;
}
