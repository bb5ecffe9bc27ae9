using System.Diagnostics;

namespace Akida.Dsl.Generators.Tests;

/// <summary>Models that ask the compiler for more than there is: each gets a diagnostic, in little time.</summary>
public class HostileModelTests
{
    // Far more than it takes, but machines are busy; without limits these models take years.
    private const int MaximumSeconds = 90;

    [Theory]
    [InlineData(
        "100000",
        "ConvBlock(8, 3)",
        "AKD1008 'Input(\"Size\", \"Size\", 64)' layer 'input': the output is 100000×100000×64, more than 134217728 values "
            + "(AKIDA_MAX_ELEMENTS sets the limit)"
    )]
    [InlineData(
        "int.MaxValue",
        "ConvBlock(8, 3)",
        "AKD1008 'Input(\"Size\", \"Size\", 64)' layer 'input': the output is 2147483647×2147483647×64, more than 134217728 values"
    )]
    [InlineData("-8", "ConvBlock(8, 3)", "AKD1007 '\"Size\"' 'Size' is -8, must be at least 1")]
    [InlineData(
        "8",
        "ConvBlock(2147483646, 3)",
        "AKD1008 'ConvBlock(2147483646, 3)' layer 'x': the output is 6×6×2147483646, more than 134217728 values"
    )]
    [InlineData(
        "8",
        "Dense(\"Size * 100000000\")",
        "AKD1008 'Dense(\"Size * 100000000\")' layer 'x': the output is 8×8×800000000, more than 134217728 values"
    )]
    [InlineData("8", "Dense(\"Size * 1000000000\")", "AKD1004 '*' '*' gives 8000000000, which is too large for an integer")]
    [InlineData("8", "Dense(\"Abs(-2147483647 - 1)\")", "AKD1004 'Abs' 'Abs' gives 2147483648, which is too large for an integer")]
    [InlineData("8", "Dense(\"-(-2147483647 - 1)\")", "AKD1004 '-' '-' gives 2147483648, which is too large for an integer")]
    [InlineData("8", "Dense(\"Pow(Size, 1000)\")", "AKD1004 'Pow' 'Pow' gives Infinity, must be a finite number")]
    [InlineData(
        "8",
        "Dense(\"Pow(Size, 100)\")",
        "AKD1004 '\"Pow(Size, 100)\"' Units must be a number of 32 bits, found 2.037035976334486E+90"
    )]
    [InlineData("8", "Dense(\"1e999\")", "AKD1004 '1e999' '1e999' is no number")]
    [InlineData("8", "Dense(\"99999999999\")", "AKD1004 '99999999999' '99999999999' is no number")]
    [InlineData("8", "Dense(\"1 / 0\")", "AKD1004 '/' '/' divides 1 by 0, must divide by another number")]
    [InlineData("8", "Dense(\"Size % 0\")", "AKD1004 '%' '%' divides 8 by 0, must divide by another number")]
    [InlineData("8", "ConvBlock(8, 2147483646)", "AKD1008 '2147483646' layer 'x': ")]
    [InlineData("8", "ConvBlock(8, 3, Stride = 2147483646)", "")]
    [InlineData(
        "8",
        "ZeroPadding2D(2147483646, 2147483646)",
        "AKD1008 'ZeroPadding2D(2147483646, 2147483646)' layer 'x': its sizes are too large to be computed"
    )]
    [InlineData(
        "8",
        "Reshape(65536, 65536, 65536, 65536)",
        "AKD1008 'Reshape(65536, 65536, 65536, 65536)' layer 'x': its sizes are too large to be computed"
    )]
    [InlineData(
        "8",
        "UpSampling2D(100000)",
        "AKD1008 'UpSampling2D(100000)' layer 'x': the output is 800000×800000×64, more than 134217728 values"
    )]
    [InlineData("8", "UpSampling2D(2147483647)", "AKD1008 'UpSampling2D(2147483647)' layer 'x': its sizes are too large to be computed")]
    [InlineData("8", "ConvBlock(8, 1, Repeat = 1001)", "AKD1008 '1001' Repeat is 1001, must be 1 to 1000")]
    [InlineData("8", "ConvBlock(8, 1, Repeat = int.MinValue)", "AKD1008 'int.MinValue' Repeat is -2147483648, must be 1 to 1000")]
    public Task Absurd_numbers_get_a_diagnostic(string size, string attribute, string expected) => Expect(Model(size, attribute), expected);

    [Fact]
    public Task Long_expressions_get_a_diagnostic() =>
        Expect(
            Model("8", $"Dense(\"{string.Concat(Enumerable.Repeat("1 + ", 100_000))}1\")"),
            "the expression has 400001 characters, must have at most 2000"
        );

    [Theory]
    [InlineData('(')]
    [InlineData('-')]
    [InlineData('!')]
    public Task Nested_expressions_get_a_diagnostic(char nesting) =>
        Expect(Model("8", $"Dense(\"{new string(nesting, 1900)}1\")"), "the expression is nested more than 100 deep");

    [Fact]
    public Task Repetitions_of_repetitions_get_a_diagnostic() =>
        Expect(
            $$"""
            using Akida;
            [AkidaBlock]
            public sealed partial class B0Attribute : BlockAttribute { [ConvBlock(4, 1, Repeat = 1000)] public partial Layer A { get; } }
            {{string.Join(
                "\n",
                Enumerable.Range(1, 6).Select(i =>
                    $"[AkidaBlock] public sealed partial class B{i}Attribute : BlockAttribute "
                    + $"{{ [B{i - 1}(Repeat = 1000)] public partial Layer A {{ get; }} }}"
                )
            )}}
            [AkidaModel("m"), Input(8, 8, 4)] public sealed partial class M { [B6] public partial Layer X { get; } }
            """,
            "the model has more than 4000 layers here"
        );

    [Fact]
    public Task Blocks_that_double_again_and_again_get_a_diagnostic() =>
        Expect(
            $$"""
            using Akida;
            [AkidaBlock] public sealed partial class B0Attribute : BlockAttribute { [ConvBlock(4, 1)] public partial Layer A { get; } }
            {{string.Join(
                "\n",
                Enumerable.Range(1, 6).Select(i =>
                    $"[AkidaBlock] public sealed partial class B{i}Attribute : BlockAttribute {{ "
                    + string.Join(" ", Enumerable.Range(0, 20).Select(j => $"[B{i - 1}] public partial Layer A{j} {{ get; }}"))
                    + " }"
                )
            )}}
            [AkidaModel("m"), Input(8, 8, 4)] public sealed partial class M { [B6] public partial Layer X { get; } }
            """,
            "the model has more than 4000 layers here"
        );

    [Fact]
    public Task Blocks_of_themselves_get_a_diagnostic() =>
        Expect(
            $$"""
            using Akida;
            [AkidaBlock] public sealed partial class SelfAttribute : BlockAttribute { {{string.Join(
                " ",
                Enumerable.Range(0, 20).Select(i => $"[Self] public partial Layer A{i} {{ get; }}")
            )}} }
            [AkidaModel("m"), Input(8, 8, 4)] public sealed partial class M { [Self] public partial Layer X { get; } }
            """,
            "blocks and backbones are nested more than 8 deep here"
        );

    [Theory]
    [InlineData("Size = 100000")]
    [InlineData("Size = 2147483646")]
    public Task Variants_get_a_diagnostic(string variant) =>
        Expect(
            Model("8", "ConvBlock(8, 3)").Replace("[AkidaModel", $"[Variant(\"{variant}\")] [AkidaModel", StringComparison.Ordinal),
            "layer 'input': the output is "
        );

    private static string Model(string size, string attribute) =>
        $$"""
            using Akida;
            [AkidaModel("small"), Input("Size", "Size", 64)]
            public sealed partial class Small
            {
                [Option("-s", "--size", Default = {{size}})] public partial int Size { get; init; }
                [{{attribute}}] public partial Layer X { get; }
            }
            """;

    /// <summary>The analyzer says it, and neither it nor the generator takes long over it or ends.</summary>
    private static async Task Expect(string source, string expected)
    {
        Stopwatch time = Stopwatch.StartNew();

        string[] found = await TestCompilation.Analyze(source);
        TestCompilation
            .Driver()
            .RunGenerators(TestCompilation.Create(TestCompilation.Parse(source)), TestContext.Current.CancellationToken);

        Assert.Contains(found, diagnostic => diagnostic.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(found, diagnostic => diagnostic.StartsWith("AD0001", StringComparison.Ordinal));
        Assert.InRange(time.Elapsed.TotalSeconds, 0, MaximumSeconds);
    }
}
