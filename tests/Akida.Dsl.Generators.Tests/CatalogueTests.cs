namespace Akida.Dsl.Generators.Tests;

/// <summary>The list of an assembly's models has a place beside any model.</summary>
public class CatalogueTests
{
    [Theory]
    [InlineData("Small", "", "ModelCatalogue")]
    [InlineData("Small.Models", "", "ModelCatalogue")]
    [InlineData("Nets.Small", "namespace Nets;", "Nets.ModelCatalogue")]
    [InlineData("Nets.Small", "", "Nets.Small.ModelCatalogue")]
    [InlineData("Smaller", "", "Smaller.ModelCatalogue")]
    public void It_is_in_the_assemblys_namespace_unless_a_model_is_called_so(string assembly, string @namespace, string catalogue)
    {
        string source = $$"""
            using Akida;
            {{@namespace}}
            [AkidaModel("small"), Input(16, 16, 3)]
            public sealed partial class Small { [ConvBlock(8, 3)] public partial Layer Conv { get; } }
            internal static class Use { public static object Models => global::{{catalogue}}.All; }
            """;

        Assert.Empty(TestCompilation.CompilerErrors(assembly, source));
    }

    [Fact]
    public void A_model_with_mistakes_is_in_no_ones_way()
    {
        const string source = """
            using Akida;
            [AkidaModel("wrong"), Input(16, 16, 3)]
            public sealed partial class Wrong { [ConvBlock("8 * Nothing", 3)] public partial Layer Conv { get; } }
            [AkidaModel("small"), Input(16, 16, 3)]
            public sealed partial class Small { [ConvBlock(8, 3)] public partial Layer Conv { get; } }
            """;

        Assert.Empty(TestCompilation.CompilerErrors("Wrong", source));
    }
}
