using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Akida.Dsl.Generators.Tests;

/// <summary>How bad a finding is: what the model claims, what the rule is about, and what <c>.editorconfig</c> says.</summary>
public class SeverityTests
{
    private const string Unbounded = """[ConvBlock(8, 3, ReluV1 = "ReLU")] public partial Layer Conv { get; }""";
    private const string LargeKernel = "[ConvBlock(8, 9)] public partial Layer Conv { get; }";

    [Theory]
    [InlineData("", Unbounded, "AKD2002 Error")]
    [InlineData("Versions = [AkidaVersion.V1]", Unbounded, "AKD2002 Error")]
    [InlineData("Versions = [AkidaVersion.V2]", Unbounded, "AKD2002 Info")]
    [InlineData("Versions = [AkidaVersion.V1]", LargeKernel, "AKD3001 Warning", "AKD3001 Info")]
    [InlineData("Versions = [AkidaVersion.V1], Device = AkidaDevice.Akd1000", LargeKernel, "AKD3001 Error")]
    [InlineData("Device = AkidaDevice.Akida2Ip", LargeKernel, "AKD3001 Error")]
    public async Task A_claim_makes_an_error(string claims, string members, params string[] expected) =>
        Assert.Equal(expected, await Severities(Model(claims, members)));

    [Fact]
    public async Task A_variant_is_a_claim() =>
        Assert.Equal(
            ["AKD2002 Error"],
            await Severities(
                Model("Versions = [AkidaVersion.V2]", Unbounded, "[Variant(Version = AkidaVersion.V1, WeightBits = 4, ActivationBits = 4)]")
            )
        );

    [Fact]
    public async Task A_version_that_is_not_claimed_is_named()
    {
        Diagnostic diagnostic = Assert.Single(await TestCompilation.Report(Model("Versions = [AkidaVersion.V2]", Unbounded)));

        Assert.EndsWith("(for Akida 1.0, which the model does not claim)", diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("suggestion", "AKD2002 Info")]
    [InlineData("warning", "AKD2002 Warning")]
    [InlineData("none")]
    public async Task An_editorconfig_changes_it(string severity, params string[] expected) =>
        Assert.Equal(
            expected,
            await Severities(Model("", Unbounded), $"root = true\n[*.cs]\ndotnet_diagnostic.AKD2002.severity = {severity}\n")
        );

    [Fact]
    public async Task An_editorconfig_changes_the_rules_of_the_chips() =>
        Assert.Equal(
            ["AKD3001 Error", "AKD3001 Error"],
            await Severities(Model("", LargeKernel), "root = true\n[*.cs]\ndotnet_diagnostic.AKD3001.severity = error\n")
        );

    [Theory]
    [InlineData("error")]
    [InlineData("warning")]
    [InlineData("suggestion", "AKD2002 Info")]
    public async Task An_editorconfig_makes_nothing_worse_of_a_version_that_is_not_claimed(string severity, params string[] expected) =>
        Assert.Equal(
            expected,
            await Severities(
                Model("Versions = [AkidaVersion.V2]", Unbounded),
                $"root = true\n[*.cs]\ndotnet_diagnostic.AKD2002.severity = {severity}\n"
            )
        );

    private static string Model(string claims, string members, string attributes = "") =>
        $$"""
            using Akida;
            [AkidaModel("small"{{(claims.Length == 0 ? "" : ", " + claims)}}), Input(16, 16, 3)] {{attributes}}
            public sealed partial class Small { {{members}} }
            """;

    private static async Task<string[]> Severities(string source, string editorConfig = "")
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.Parse(source, "/models/Model.cs"));
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(editorConfig)));
        return
        [
            .. (await TestCompilation.Report(compilation))
                .Select(diagnostic => $"{diagnostic.Id} {diagnostic.Severity}")
                .OrderByDescending(text => text.EndsWith("Warning", StringComparison.Ordinal)),
        ];
    }

    /// <summary>The severities of an <c>.editorconfig</c>.</summary>
    private sealed class EditorConfig(string text) : SyntaxTreeOptionsProvider
    {
        private readonly AnalyzerConfigSet set = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(text, "/models/.editorconfig") });

        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree,
            string diagnosticId,
            CancellationToken cancellationToken,
            out ReportDiagnostic severity
        ) => set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(
            string diagnosticId,
            CancellationToken cancellationToken,
            out ReportDiagnostic severity
        ) => set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
