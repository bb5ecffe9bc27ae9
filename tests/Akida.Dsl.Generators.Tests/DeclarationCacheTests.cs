using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Akida.Dsl.Generators.Tests;

/// <summary>What is read of a class is kept, but not when another file changes what it means.</summary>
public class DeclarationCacheTests
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

    [Theory]
    [InlineData("[Conv2D(Sizes.Filters, 3)]", "namespace Sample { static class Sizes { public const int Filters = 5; } }", "Filters = 5", "Filters = 6", "Filters = 6,")]
    [InlineData("[Tower(5)]", "namespace Sample { [Akida.AkidaBlock] sealed partial class TowerAttribute(int filters) : Akida.LayerAttribute { [Akida.Conv2D(\"filters\", 3)] public partial Akida.Layer Body { get; } } }", "\"filters\", 3", "\"filters\", 5", "KernelSize = 5,")]
    [InlineData("[Conv2D(5, 3)]", "namespace Sample { partial class Cached { } }", "class Cached { }", "class Cached { [Akida.Conv2D(7, 1)] public partial Akida.Layer Third { get; } }", "Filters = 7,")]
    [InlineData("[Conv2D(5, 3)]", "namespace Other { static class Padding { } }", "namespace Other", "namespace Sample", null)]
    public void Another_file_changes_what_a_model_means(string layer, string other, string before, string after, string? expected)
    {
        SyntaxTree model = TestCompilation.Parse(Model.Replace("LAYER", layer, StringComparison.Ordinal));
        SyntaxTree first = TestCompilation.Parse(other, "Other.cs"), second = TestCompilation.Parse(other.Replace(before, after, StringComparison.Ordinal), "Other.cs");
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

    private static string Emitted(GeneratorDriver driver) => Assert.Single(driver.GetRunResult().GeneratedTrees, tree => tree.FilePath.EndsWith("Sample.Cached.g.cs", StringComparison.Ordinal)).ToString();
}
