using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Akida.Dsl.Generators.Tests;

/// <summary>
/// Where the compiler ends a build before it asks analyzers, the generator reports a mistake; editors hear of it from the analyzer.
/// </summary>
public class HiddenMistakeTests
{
    private const string NotPartial =
        "using Akida; [AkidaModel(\"small\"), Input(16, 16, 3)] public class Small { [ConvBlock(8, 3)] public partial Layer Conv { get; "
        + "} }";

    [Theory]
    [InlineData(NotPartial, "AKD1001")]
    [InlineData(
        "using Akida; [AkidaBlock] public class TwiceAttribute : BlockAttribute { [ConvBlock(8, 3)] public partial Layer Conv { get; } }",
        "AKD1001"
    )]
    [InlineData(
        "using Akida; [AkidaModel(\"small\"), Input(16, 16, 3)] public partial class Small { [Twice] public partial Layer Conv { get; } } "
            + "public partial class TwiceAttribute : BlockAttribute { [ConvBlock(8, 3)] public partial Layer Conv { get; } }",
        "AKD1012"
    )]
    public void A_build_hears_of_it(string source, string expected)
    {
        Diagnostic diagnostic = Assert.Single(Report(source, designTimeBuild: ""));

        Assert.Equal((expected, "Model.cs"), (diagnostic.Id, diagnostic.Location.GetLineSpan().Path));
    }

    [Theory]
    [InlineData("true")]
    [InlineData(null)]
    public void Editors_and_unknown_hosts_hear_of_it_from_the_analyzer(string? designTimeBuild) =>
        Assert.Empty(Report(NotPartial, designTimeBuild));

    [Theory]
    [InlineData(
        "using Akida; [AkidaModel(\"small\"), Input(16, 16, 3)] public class Small { [ConvBlock(8, 3)] public Layer Conv { get; } }"
    )]
    [InlineData(
        "using Akida; [AkidaModel(\"small\"), Input(16, 16, 3)] public partial class Small { [ConvBlock(8, 3)] public partial Layer "
            + "Conv { get; set; } }"
    )]
    public void What_the_compiler_does_not_hide_is_left_to_the_analyzer(string source) => Assert.Empty(Report(source, designTimeBuild: ""));

    private static IEnumerable<Diagnostic> Report(string source, string? designTimeBuild) =>
        TestCompilation
            .Driver()
            .WithUpdatedAnalyzerConfigOptions(new ProjectOptions(designTimeBuild))
            .RunGenerators(TestCompilation.Create(TestCompilation.Parse(source)), TestContext.Current.CancellationToken)
            .GetRunResult()
            .Diagnostics;

    private sealed class ProjectOptions(string? designTimeBuild) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(designTimeBuild);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(string? designTimeBuild) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            (value = key == "build_property.DesignTimeBuild" ? designTimeBuild : null) is not null;
    }
}
