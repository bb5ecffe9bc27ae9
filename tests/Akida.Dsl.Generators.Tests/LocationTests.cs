using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests;

/// <summary>What is underlined: the argument, the edge or the member; and where else the editor points.</summary>
public class LocationTests
{
    [Fact]
    public Task An_argument() => Expect("[ConvBlock(8, 3, ReluV1 = \"ReLU\")] public partial Layer Conv { get; }", "AKD2002", "\"ReLU\"");

    [Fact]
    public Task An_argument_of_the_defaults() =>
        Expect("[ConvBlock(8, 3)] public partial Layer Conv { get; }", "AKD2002", "\"ReLU\"", defaults: "[BlockDefaults(Relu = \"ReLU\")]");

    [Fact]
    public Task A_member_without_the_argument() =>
        Expect("[Conv2D(8, 3)] public partial Layer Conv { get; } [ReLU] public partial Layer Relu { get; }", "AKD2002", "ReLU");

    [Fact]
    public Task An_edge() =>
        Expect(
            """
            [ConvBlock(8, 3)] public partial Layer Conv { get; }
            [ConvBlock(9, 3, From = "input")] public partial Layer Other { get; }
            [Add(From = new[] { nameof(Conv), nameof(Other) })] public partial Layer Sum { get; }
            """,
            "AKD1008",
            "nameof(Conv), nameof(Other)"
        );

    [Fact]
    public Task One_of_several_edges() =>
        Expect(
            "[ConvBlock(8, 3)] public partial Layer Conv { get; } [Add(From = new[] { nameof(Conv), \"Konv\" })] public partial Layer "
                + "Sum { get; }",
            "AKD1006",
            "\"Konv\""
        );

    [Fact]
    public Task One_of_the_layers_of_a_join() =>
        Expect(
            "[ConvBlock(8, 3)] public partial Layer Conv { get; } [Add(nameof(Conv), \"Konv\")] public partial Layer Sum { get; }",
            "AKD1006",
            "\"Konv\""
        );

    [Fact]
    public Task A_block_is_underlined_where_it_is_used() =>
        Expect("[Unbounded] public partial Layer Block { get; }", "AKD2002", "Unbounded");

    [Fact]
    public async Task The_other_layer_is_an_additional_location()
    {
        const string source = """
            using Akida;
            [AkidaModel("small", Versions = [AkidaVersion.V1]), Input(16, 16, 3)]
            public sealed partial class Small
            {
                [Conv2D(8, 3)] public partial Layer Conv { get; }
                [ReLU(MaxValue = 6)] public partial Layer Relu { get; }
                [GlobalAveragePooling2D] public partial Layer Pool { get; }
            }
            """;
        Diagnostic diagnostic = (await TestCompilation.Report(source)).First(candidate => candidate.Id == "AKD2003");

        Assert.Equal("GlobalAveragePooling2D", Text(source, diagnostic.Location));
        Assert.Equal(["ReLU(MaxValue = 6)"], diagnostic.AdditionalLocations.Select(location => Text(source, location)));
    }

    private static async Task Expect(string members, string id, string underlined, string defaults = "")
    {
        string source = $$"""
            using Akida;
            [AkidaBlock, BlockDefaults(Relu = "ReLU")]
            public sealed partial class UnboundedAttribute : BlockAttribute { [ConvBlock(8, 3)] public partial Layer Conv { get; } }

            [AkidaModel("small"), Input(16, 16, 3)] {{defaults}}
            public sealed partial class Small
            {
            {{members}}
            }
            """;
        Diagnostic diagnostic = (await TestCompilation.Report(source)).First(candidate => candidate.Id == id);
        Assert.Equal(underlined, Text(source, diagnostic.Location));
    }

    private static string Text(string source, Location location) => source.Substring(location.SourceSpan.Start, location.SourceSpan.Length);
}
