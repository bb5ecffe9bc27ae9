using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests;

/// <summary>What is said, and all of it, where one cause breaks several rules: the diagnostic that names the cause, at its place.</summary>
public class ConsequenceTests
{
    private const string First = "[ConvBlock(8, 3, Strides = 2)] public partial Layer First { get; } ";
    private const string Last =
        " [ConvBlock(8, 3, Strides = 2, Pooling = Pooling.GlobalAverage)] public partial Layer Last { get; } [DenseBlock(4, Relu = "
        + "null)] public partial Layer Classes { get; }";
    private const string FourBits = "Variant(Version = AkidaVersion.V1, WeightBits = 4, ActivationBits = 4)";

    [Theory]
    // Groups leave a layer float, and with it all behind it: that is told of the layer.
    [InlineData(
        "V2",
        "32, 32, 3",
        "Variant",
        First + "[ConvBlock(8, 3, Groups = 2)] public partial Layer Grouped { get; }" + Last,
        "AKD2034 Error 'ConvBlock(8, 3, Groups = 2)'",
        "AKD2020 Error '2'"
    )]
    // So do too few bits, in each of several branches.
    [InlineData(
        "V1",
        "32, 32, 3",
        "Variant(Version = AkidaVersion.V1, WeightBits = 1, ActivationBits = 4)",
        First + Last,
        "AKD2032 Error '1'",
        "AKD2034 Error 'ConvBlock(8, 3, Strides = 2, Pooling = Pooling.GlobalAverage)'"
    )]
    [InlineData(
        "V1",
        "32, 32, 3",
        "Variant(Version = AkidaVersion.V1, InputWeightBits = 1, WeightBits = 4, ActivationBits = 4)",
        First + Last,
        "AKD2032 Error '1'",
        "AKD2034 Error 'ConvBlock(8, 3, Strides = 2)'"
    )]
    [InlineData(
        "V2",
        "32, 32, 3",
        "Variant(WeightBits = 1)",
        First
            + "[ConvBlock(8, 3)] public partial Layer A { get; } [ConvBlock(8, 3, From = nameof(First))] public partial Layer B { get; "
            + "} [Add(nameof(A), nameof(B))] public partial Layer Sum { get; }"
            + Last,
        "AKD2032 Error '1'",
        "AKD2034 Error 'ConvBlock(8, 3, Strides = 2)'"
    )]
    // One width is wrong for all convolutions (AKD2030), for dense layers (AKD2031) and for the hardware (AKD3012, AKD3013).
    [InlineData(
        "V1",
        "32, 32, 3",
        "Variant(Version = AkidaVersion.V1, WeightBits = 3, ActivationBits = 4)",
        First + "[ConvBlock(8, 3)] public partial Layer Middle { get; }" + Last,
        "AKD2030 Error '3'"
    )]
    [InlineData("V2", "32, 32, 3", "Variant(WeightBits = 2)", First + Last, "AKD2030 Error '2'")]
    [InlineData("V2", "32, 32, 3", "Variant(ActivationBits = 2)", First + Last, "AKD3013 Warning '2'")]
    // Weights of 8 bits are wrong (AKD2030, AKD2031) only behind what is no image,
    [InlineData("V1", "32, 32, 2", FourBits, First + Last, "AKD2008 Error '32'")]
    [InlineData(
        "V1",
        "64",
        FourBits,
        "[DenseBlock(8)] public partial Layer Hidden { get; } [DenseBlock(4, Relu = null)] public partial Layer Classes { get; }",
        "AKD2008 Error '64'"
    )]
    // in a layer without an activation, whose outputs have the bits of its sums (AKD3013),
    [InlineData(
        "V1",
        "32, 32, 3",
        FourBits,
        "[ConvBlock(8, 3, Relu = null)] public partial Layer First { get; }" + Last,
        "AKD2012 Error 'null'"
    )]
    // or behind a pooling, which takes no zero point over (AKD2007) and has no ReLU (AKD2012).
    [InlineData(
        "V1",
        "32, 32, 3",
        FourBits,
        "[MaxPooling2D(Padding = Padding.Same)] public partial Layer Pool { get; } " + First + Last,
        "AKD2036 Error 'MaxPooling2D(Padding = Padding.Same)'"
    )]
    [InlineData(
        "V1",
        "8, 8, 3",
        FourBits,
        "[GlobalAveragePooling2D] public partial Layer Pool { get; } [DenseBlock(4, Relu = null)] public partial Layer Classes { get; }",
        "AKD2036 Error 'GlobalAveragePooling2D'"
    )]
    // What goes into a sum, or is one, has no ReLU (AKD2012), and there is no sum of three either (AKD2038).
    [InlineData(
        "V1",
        "32, 32, 3",
        FourBits,
        First
            + "[ConvBlock(8, 3, Relu = null)] public partial Layer A { get; } [Add(nameof(A), nameof(First))] public partial Layer Sum "
            + "{ get; }"
            + Last,
        "AKD2011 Error 'Add(nameof(A), nameof(First))'"
    )]
    [InlineData(
        "V1",
        "32, 32, 3",
        FourBits,
        First
            + "[ConvBlock(8, 3)] public partial Layer A { get; } [Concatenate(nameof(A), nameof(First))] public partial Layer Both { get; }"
            + Last,
        "AKD2011 Error 'Concatenate(nameof(A), nameof(First))'"
    )]
    [InlineData(
        "V1",
        "32, 32, 3",
        FourBits,
        First
            + "[ConvBlock(8, 3)] public partial Layer A { get; } [ConvBlock(8, 3)] public partial Layer B { get; } [Add(nameof(A), "
            + "nameof(First), nameof(B))] public partial Layer Sum { get; }"
            + Last,
        "AKD2011 Error 'Add(nameof(A), nameof(First), nameof(B))'"
    )]
    // What the tools refuse of a setting, the hardware does not have either (AKD3001, AKD3005).
    [InlineData(
        "V2",
        "32, 32, 3",
        "Variant",
        First
            + "[Conv2D(8, 3, Padding = Padding.Same)] public partial Layer Conv { get; } [MaxPooling2D(PoolSize = new[] { 1, 2 }, "
            + "Padding = Padding.Same)] public partial Layer Pool { get; } [ReLU(MaxValue = 6)] public partial Layer Relu { get; }"
            + Last,
        "AKD2016 Error 'new[] { 1, 2 }'"
    )]
    [InlineData(
        "V2",
        "16, 16, 3",
        "Variant",
        First
            + "[Conv2DTranspose(8, 5, Strides = 2, Padding = Padding.Same)] public partial Layer Up { get; } [ReLU(MaxValue = 6)] "
            + "public partial Layer Relu { get; }"
            + Last,
        "AKD2026 Error '5'"
    )]
    // A layer without a ReLU ends before its pooling (AKD2010).
    [InlineData(
        "V1",
        "32, 32, 3",
        FourBits,
        First + "[ConvBlock(8, 3, Pooling = Pooling.Max, Relu = null)] public partial Layer Middle { get; }" + Last,
        "AKD2012 Error 'null'"
    )]
    // One argument makes several layers.
    [InlineData(
        "V1",
        "32, 32, 3",
        FourBits,
        First + "[ConvBlock(8, 9, Repeat = 3)] public partial Layer Deep { get; }" + Last,
        "AKD3001 Warning '9'"
    )]
    // Two causes remain two diagnostics.
    [InlineData(
        "V1",
        "32, 32, 3",
        "Variant(Version = AkidaVersion.V1, WeightBits = 3, ActivationBits = 4)",
        First + "[ConvBlock(8, 3, Relu = null)] public partial Layer Middle { get; }" + Last,
        "AKD2030 Error '3'",
        "AKD2012 Error 'null'"
    )]
    public async Task One_cause_is_said_once(string version, string input, string variant, string members, params string[] expected)
    {
        string source = $$"""
            using Akida;
            [AkidaModel("small", Versions = [AkidaVersion.{{version}}]), Input({{input}}), BlockDefaults(Padding = Padding.Same)]
            [{{variant}}]
            public sealed partial class Small
            {
                {{members}}
            }
            """;

        IEnumerable<string> found =
            from diagnostic in await TestCompilation.Report(source)
            where diagnostic.Severity > DiagnosticSeverity.Info
            orderby diagnostic.Location.SourceSpan.Start
            select $"{diagnostic.Id} {diagnostic.Severity} "
                + $"'{source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)}'";

        Assert.Equal(expected, found);
    }
}
