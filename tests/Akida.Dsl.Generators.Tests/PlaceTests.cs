using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests;

/// <summary>
/// Each kind of place, for each kind of instance: what is underlined, for which arguments and version it fails, and where else the editor
/// points.
/// </summary>
public class PlaceTests
{
    private const string Stem = "[ConvBlock(8, 3, Padding = Padding.Same)] public partial Layer Stem { get; } ";
    private const string Head =
        " [ConvBlock(8, 3, Padding = Padding.Same, Pooling = Pooling.GlobalAverage)] public partial Layer Head { get; } [DenseBlock(4, "
        + "Relu = null)] public partial Layer Classes { get; }";

    [Theory]
    // The default instance fails: no argument is named.
    [InlineData("AKD3001", "9", "Akida 1.0", "[ConvBlock(8, 9, Padding = Padding.Same)]")]
    [InlineData("AKD2019", "2", "Akida 1.0 and 2.0", "[Conv2D(8, 3, DilationRate = 2, Padding = Padding.Same)]")]
    [InlineData("AKD2002", "\"ReLU\"", "Akida 1.0", "[ConvBlock(8, 3, Padding = Padding.Same, Relu = \"ReLU\")]")]
    [InlineData("AKD2002", "ReLU", "Akida 1.0", "[Conv2D(8, 3, Padding = Padding.Same)] public partial Layer Conv { get; } [ReLU]")]
    [InlineData("AKD2001", "new[] { 3, 5 }", "Akida 2.0", "[ConvBlock(kernelSize: new[] { 3, 5 }, filters: 8, Padding = Padding.Same)]")]
    [InlineData("AKD3001", "\"4 + 5\"", "Akida 1.0", "[ConvBlock(8, \"4 + 5\", Padding = Padding.Same)]")]
    // A choice of an option fails.
    [InlineData("AKD3001", "\"Kernel\"", "Kernel = 9, Akida 1.0", "[ConvBlock(8, \"Kernel\", Padding = Padding.Same)]")]
    [InlineData("AKD3002", "\"Stride\"", "Stride = 4, Akida 2.0", "[ConvBlock(8, 3, Strides = \"Stride\", Padding = Padding.Same)]")]
    // A variant fails.
    [InlineData("AKD2030", "3", "Akida 2.0", "[ConvBlock(8, 3, Padding = Padding.Same)]", "[Variant(WeightBits = 3)]")]
    [InlineData(
        "AKD2030",
        "Variant(Version = AkidaVersion.V1)",
        "Akida 1.0",
        "[ConvBlock(8, 3, Padding = Padding.Same)]",
        "[Variant(Version = AkidaVersion.V1)]"
    )]
    [InlineData(
        "AKD3001",
        "\"Wide * 3\"",
        "Wide = 3, Akida 1.0",
        "[ConvBlock(8, \"Wide * 3\", Padding = Padding.Same)]",
        "[Variant(\"Wide = 3\", Version = AkidaVersion.V1, WeightBits = 4, ActivationBits = 4)]"
    )]
    public async Task A_message_names_arguments_and_version(
        string id,
        string underlined,
        string failing,
        string layer,
        string attributes = ""
    )
    {
        string source = Model($"{Stem}{layer} public partial Layer Layer {{ get; }}{Head}", attributes);
        Diagnostic[] found = [.. (await TestCompilation.Report(source)).Where(diagnostic => diagnostic.Id == id)];
        Assert.NotEmpty(found);
        Assert.All(found, diagnostic => Assert.Equal(underlined, Text(source, diagnostic.Location)));
        Assert.Contains(found, diagnostic => diagnostic.GetMessage().EndsWith($" (for {failing})", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fails_for_several_choices_alike_is_said_once()
    {
        string source = Model(
            $"{Stem}[Conv2D(8, 3, DilationRate = \"Stride / 2\", Padding = Padding.Same)] public partial Layer Layer {{ get; }}{Head}"
        );
        string[] messages =
        [
            .. (await TestCompilation.Report(source))
                .Where(diagnostic => diagnostic.Id == "AKD2019")
                .Select(diagnostic => diagnostic.GetMessage()),
        ];
        Assert.EndsWith("(for Stride = 4 or Stride = 5, Akida 1.0 and 2.0)", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Theory]
    // The edge to the layer that makes it illegal, and that layer.
    [InlineData(
        "AKD2022",
        "nameof(Stem)",
        "ConvBlock(8, 3, Padding = Padding.Same)",
        "[Dense(4, From = nameof(Stem))] public partial Layer Layer { get; }"
    )]
    [InlineData(
        "AKD2022",
        "\"Stem\"",
        "ConvBlock(8, 3, Padding = Padding.Same)",
        "[Dense(4, From = \"Stem\")] public partial Layer Layer { get; }"
    )]
    // Without an edge, the member; with an argument that is wrong, the argument. The other layer is pointed to all the same.
    [InlineData("AKD2022", "Dense(4)", "ConvBlock(8, 3, Padding = Padding.Same)", "[Dense(4)] public partial Layer Layer { get; }")]
    [InlineData(
        "AKD2015",
        "Padding.Valid",
        "Conv2D(8, 3, Padding = Padding.Same)",
        "[Conv2D(8, 3, Padding = Padding.Same)] public partial Layer Conv { get; } [MaxPooling2D(Padding = Padding.Valid)] public "
            + "partial Layer Pool { get; } [ReLU(MaxValue = 6)] public partial Layer Relu { get; }"
            + Head
    )]
    [InlineData(
        "AKD2015",
        "MaxPooling2D",
        "Conv2D(8, 3, Padding = Padding.Same)",
        "[Conv2D(8, 3, Padding = Padding.Same)] public partial Layer Conv { get; } [MaxPooling2D] public partial Layer Pool { get; } "
            + "[ReLU(MaxValue = 6)] public partial Layer Relu { get; }"
            + Head
    )]
    public async Task The_other_layer_is_pointed_to(string id, string underlined, string other, string members)
    {
        string source = Model(Stem + members);
        Diagnostic diagnostic = (await TestCompilation.Report(source)).First(candidate => candidate.Id == id);
        Assert.Equal(underlined, Text(source, diagnostic.Location));
        Assert.Equal([other], diagnostic.AdditionalLocations.Select(location => Text(source, location)));
    }

    private static string Text(string source, Location location) => source.Substring(location.SourceSpan.Start, location.SourceSpan.Length);

    private static string Model(string members, string attributes = "") =>
        $$"""
            using Akida;
            [AkidaModel("small"), Input(32, 32, 3)] {{attributes}}
            public sealed partial class Small
            {
                [Option("-k", "--kernel", Default = 3, Choices = new object[] { 3, 8, 9 })] public partial int Kernel { get; init; }
                [Option("-s", "--stride", Default = 2, Choices = new object[] { 2, 4, 5 })] public partial int Stride { get; init; }
                [Option("-w", "--wide", Default = 1)] public partial int Wide { get; init; }
                {{members}}
            }
            """;
}
