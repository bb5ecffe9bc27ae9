using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests;

/// <summary>While a file is being copied, a class is declared twice.</summary>
public class CopiedFileTests
{
    [Fact]
    public async Task A_copied_model_leaves_the_code_of_the_others()
    {
        ImmutableArray<Diagnostic> diagnostics = await TestCompilation.DiagnoseAll(
            TestCompilation.Parse(Model("Small"), "Small.cs"),
            TestCompilation.Parse(Model("Small"), "Copy.cs"),
            TestCompilation.Parse(Model("Other"), "Other.cs")
        );

        Assert.Contains(diagnostics, diagnostic => diagnostic.Location.GetLineSpan().Path == "Copy.cs");
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Location.GetLineSpan().Path == "Other.cs");
    }

    [Fact]
    public async Task A_copied_block_leaves_the_code_of_the_others()
    {
        const string block =
            "using Akida; [AkidaBlock] public sealed partial class TwiceAttribute : BlockAttribute { [ConvBlock(8, 3)] public partial "
            + "Layer Conv { get; } }";

        ImmutableArray<Diagnostic> diagnostics = await TestCompilation.DiagnoseAll(
            TestCompilation.Parse(block, "Twice.cs"),
            TestCompilation.Parse(block, "Copy.cs"),
            TestCompilation.Parse(Model("Other"), "Other.cs")
        );

        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Location.GetLineSpan().Path == "Other.cs");
    }

    private static string Model(string name) =>
        $$"""
            using Akida;
            [AkidaModel("{{name}}"), Input(16, 16, 3)]
            public sealed partial class {{name}} { [ConvBlock(8, 3)] public partial Layer Conv { get; } }
            """;
}
