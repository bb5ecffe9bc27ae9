using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Akida.Dsl.Generators.Tests;

/// <summary>What is read of a class is kept, but not when another file changes what it means.</summary>
public class KnownClassTests
{
    private const string Model = """
        using Akida;

        namespace Sample;

        [AkidaModel("cached")]
        [Input(8, 8, 3)]
        public sealed partial class Cached
        {
            [Conv2D(4, 3, Padding = Padding.Same)] public partial Layer First { get; }
            LAYER public partial Layer Second { get; }
        }
        """;

    private const string Conv = "[Conv2D(4, 3)] public partial Layer Conv { get; }";

    [Theory]
    [InlineData(
        "[Conv2D(Sizes.Filters, 3)]",
        "namespace Sample { static class Sizes { public const int Filters = 5; } }",
        "Filters = 5",
        "Filters = 6",
        "Filters = 6,"
    )]
    [InlineData(
        "[Tower(5)]",
        "namespace Sample { [Akida.AkidaBlock] sealed partial class TowerAttribute(int filters) : Akida.LayerAttribute { "
            + "[Akida.Conv2D(\"filters\", 3)] public partial Akida.Layer Body { get; } } }",
        "\"filters\", 3",
        "\"filters\", 5",
        "KernelSize = 5,"
    )]
    [InlineData(
        "[Conv2D(5, 3)]",
        "namespace Sample { partial class Cached { } }",
        "class Cached { }",
        "class Cached { [Akida.Conv2D(7, 1)] public partial Akida.Layer Third { get; } }",
        "Filters = 7,"
    )]
    [InlineData("[Conv2D(5, 3)]", "namespace Other { static class Padding { } }", "namespace Other", "namespace Sample", null)]
    public void Another_file_changes_what_a_model_means(string layer, string other, string before, string after, string? expected)
    {
        SyntaxTree model = TestCompilation.Parse(Model.Replace("LAYER", layer, StringComparison.Ordinal));
        SyntaxTree first = TestCompilation.Parse(other, "Other.cs"),
            second = TestCompilation.Parse(other.Replace(before, after, StringComparison.Ordinal), "Other.cs");
        CSharpCompilation compilation = TestCompilation.Create(model, first);
        GeneratorDriver driver = TestCompilation.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        string original = Emitted(driver);

        string changed = Emitted(driver.RunGenerators(compilation.ReplaceSyntaxTree(first, second), TestContext.Current.CancellationToken));

        Assert.Contains("Filters = 5,", original);
        if (expected is null)
        {
            Assert.DoesNotContain("global::Akida.Padding.Same", changed);
        }
        else
        {
            Assert.DoesNotContain(expected, original);
            Assert.Contains(expected, changed);
        }
    }

    [Theory]
    [InlineData("using Network = Akida.AkidaModelAttribute;", "class Other;")]
    [InlineData("", "global using Network = Akida.AkidaModelAttribute;")]
    [InlineData("", "global using NetworkAttribute = global::Akida.AkidaModelAttribute;")]
    public void The_attribute_may_have_another_name(string here, string elsewhere)
    {
        SyntaxTree model = TestCompilation.Parse(
            $"{here} using Akida; [Network(\"named\"), Input(8, 8, 3)] public partial class Named {{ {Conv} }}"
        );
        SyntaxTree other = TestCompilation.Parse(elsewhere, "Other.cs"),
            without = TestCompilation.Parse("class Other;", "Other.cs");
        CSharpCompilation compilation = TestCompilation.Create(model, other);
        GeneratorDriver driver = TestCompilation.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        GeneratorDriver after = driver.RunGenerators(compilation.ReplaceSyntaxTree(other, without), TestContext.Current.CancellationToken);
        GeneratorDriver again = after.RunGenerators(compilation, TestContext.Current.CancellationToken);

        Assert.Equal(["Named.g.cs"], Files(driver));
        Assert.Equal(here.Length > 0 ? ["Named.g.cs"] : [], Files(after));
        Assert.Equal(["Named.g.cs"], Files(again));
    }

    [Fact]
    public void An_attribute_of_another_namespace_with_the_name_makes_no_model()
    {
        SyntaxTree model = TestCompilation.Parse(
            "[Mine.AkidaModel] public partial class Named; namespace Mine { class AkidaModelAttribute : System.Attribute; }"
        );

        Assert.Empty(Files(TestCompilation.Driver().RunGenerators(TestCompilation.Create(model), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void A_model_in_another_file_takes_the_name_and_gives_it_back()
    {
        SyntaxTree model = TestCompilation.Parse(
            $"using Akida; [AkidaModel(\"small\"), Input(8, 8, 3)] public partial class Small {{ {Conv} }}"
        );
        SyntaxTree other = TestCompilation.Parse("class Other;", "Other.cs");
        SyntaxTree namesake = TestCompilation.Parse(
            $"using Akida; [AkidaModel(\"other\"), Input(8, 8, 3)] public partial class SMALL {{ {Conv} }}",
            "Other.cs"
        );
        CSharpCompilation compilation = TestCompilation.Create(model, other);
        GeneratorDriver driver = TestCompilation.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        GeneratorDriver both = driver.RunGenerators(compilation.ReplaceSyntaxTree(other, namesake), TestContext.Current.CancellationToken);
        GeneratorDriver again = both.RunGenerators(compilation, TestContext.Current.CancellationToken);

        Assert.Equal(["Small.g.cs"], Files(driver));
        Assert.All(Files(both), file => Assert.Contains(".Skeleton", file, StringComparison.Ordinal));
        Assert.Equal(2, Files(both).Length);
        Assert.Equal(["Small.g.cs"], Files(again));
    }

    /// <summary>The first of two parts that say that a class is a model is read, and the other one when that is gone.</summary>
    [Fact]
    public void A_copied_class_is_read_when_the_original_is_gone()
    {
        SyntaxTree model = TestCompilation.Parse(
            $"using Akida; [AkidaModel(\"small\"), Input(8, 8, 3)] public partial class Small {{ {Conv} }}"
        );
        SyntaxTree copy = TestCompilation.Parse(model.ToString(), "Copy.cs");
        CSharpCompilation compilation = TestCompilation.Create(model, copy);
        GeneratorDriver driver = TestCompilation.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        GeneratorDriver after = driver.RunGenerators(compilation.RemoveSyntaxTrees(model), TestContext.Current.CancellationToken);

        Assert.Contains(".Skeleton", Assert.Single(Files(driver)), StringComparison.Ordinal);
        Assert.Equal(["Small.g.cs"], Files(after));
    }

    /// <summary>The emitted files but the catalogue.</summary>
    private static string[] Files(GeneratorDriver driver) =>
        [
            .. driver
                .GetRunResult()
                .GeneratedTrees.Select(tree => Path.GetFileName(tree.FilePath))
                .Where(name => name != "ModelCatalogue.g.cs"),
        ];

    private static string Emitted(GeneratorDriver driver) =>
        Assert
            .Single(driver.GetRunResult().GeneratedTrees, tree => tree.FilePath.EndsWith("Sample.Cached.g.cs", StringComparison.Ordinal))
            .ToString();
}
