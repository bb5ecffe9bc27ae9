using Akida.Dsl.Generators.Tests.CodeFixes;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Bits;
using Akida.Graph.Rules.Blocks;
using Akida.Graph.Rules.Convolutions;
using Akida.Testing;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests.RulePages;

/// <summary>
/// Every diagnostic has a page that says what the rule table says, with examples that do what they say, and is listed as released or not.
/// </summary>
public class RulePageTests
{
    private static readonly bool Accept = Environment.GetEnvironmentVariable("AKIDA_ACCEPT_SNAPSHOTS") == "1";

    private static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> Descriptors =
        new AkidaModelAnalyzer().SupportedDiagnostics.ToDictionary(descriptor => descriptor.Id);

    /// <summary>The rules whose breach leaves layers float, which is said of the layers, too.</summary>
    private static readonly IReadOnlyDictionary<string, string> Consequences = new Dictionary<string, string>
    {
        [RuleTable.Of<GroupsRule>().Id] = RuleTable.Of<SupportedLayerRule>().Id,
        [RuleTable.Of<QuantizableWeightsRule>().Id] = RuleTable.Of<SupportedLayerRule>().Id,
    };

    /// <summary>The diagnostics whose remedy is evident: their wrong example has a code fix.</summary>
    private static readonly HashSet<string> Mended =
    [
        "AKD1001",
        "AKD1002",
        "AKD2001",
        "AKD2002",
        "AKD2003",
        "AKD2009",
        "AKD2012",
        "AKD2015",
        "AKD2016",
        "AKD2017",
        "AKD2018",
        "AKD2019",
        "AKD2020",
        "AKD2021",
        "AKD2024",
        "AKD2025",
        "AKD2026",
        "AKD2027",
        "AKD2028",
        "AKD2029",
        "AKD2030",
        "AKD2031",
        "AKD2032",
        "AKD2035",
        "AKD2039",
        "AKD3001",
        "AKD3002",
        "AKD3004",
        "AKD3005",
        "AKD3009",
        "AKD3012",
        "AKD3013",
        "AKD3014",
    ];

    public static TheoryData<string> Ids => [.. Descriptors.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> CompiledIds =>
        [
            .. Descriptors
                .Keys.Where(id =>
                    File.Exists(Path.Combine(RulePage.Folder, id + ".md")) && RulePage.Read(id).Example("Wrong").Language == "csharp"
                )
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void There_is_a_page_for_each_diagnostic_and_no_other() =>
        Assert.Equal(
            Descriptors.Keys.Order(StringComparer.Ordinal),
            Directory
                .GetFiles(RulePage.Folder, "AKD*.md")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal)
        );

    /// <summary>With <c>AKIDA_ACCEPT_SNAPSHOTS=1</c> the list is written.</summary>
    [Fact]
    public void The_index_lists_them()
    {
        string file = Path.Combine(RulePage.Folder, "README.md"),
            expected = RulePage.IndexOf(Descriptors.Values).Replace("\r\n", "\n", StringComparison.Ordinal);
        if (Accept)
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file).Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    /// <summary>With <c>AKIDA_ACCEPT_SNAPSHOTS=1</c> the head is written.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_head_is_that_of_the_rule_table(string id)
    {
        RulePage page = RulePage.Read(id);
        string head = RulePage.HeadOf(Descriptors[id]);
        if (Accept)
        {
            page.WriteHead(head);
            page = RulePage.Read(id);
        }

        Assert.Equal(head, page.Head);
        Assert.Equal(RulePage.Sections, page.Headings);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_diagnostic_links_to_its_page(string id) =>
        Assert.EndsWith($"/docs/rules/{id}.md", Descriptors[id].HelpLinkUri, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(CompiledIds))]
    public async Task The_wrong_example_has_that_mistake_and_no_other(string id)
    {
        // What the tools refuse may be beyond the hardware as well.
        bool isWarning = RuleTable.All.Any(rule => rule.Id == id && rule.Origin != RuleOrigin.Tool);
        IEnumerable<Diagnostic> diagnostics = await Report(RulePage.Read(id).Example("Wrong"));

        Assert.Equal(
            [id],
            diagnostics
                .Where(diagnostic => isWarning || diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.Id)
                .Distinct()
                .Where(found => found != Consequences.GetValueOrDefault(id))
        );
    }

    [Theory]
    [MemberData(nameof(CompiledIds))]
    public async Task The_right_example_has_none(string id) =>
        Assert.Empty((await Report(RulePage.Read(id).Example("Right"))).Select(diagnostic => diagnostic.ToString()));

    [Theory]
    [MemberData(nameof(CompiledIds))]
    public async Task The_code_fix_mends_the_wrong_example(string id)
    {
        string source = "using Akida;\n\n" + RulePage.Read(id).Example("Wrong").Code;
        if (Mended.Contains(id))
        {
            await FixedDocument.ApplyAll(source, id);
        }
        else
        {
            Assert.Empty(await FixedDocument.Titles(source, id));
        }
    }

    [Fact]
    public void Every_diagnostic_is_in_the_release_notes()
    {
        string folder = Path.Combine(TestFolders.Repository, "generators", "Akida.Dsl.Generators");
        string unshipped = Path.Combine(folder, "AnalyzerReleases.Unshipped.md");
        HashSet<string> shipped =
        [
            .. File.ReadLines(Path.Combine(folder, "AnalyzerReleases.Shipped.md"))
                .Where(line => line.StartsWith("AKD", StringComparison.Ordinal))
                .Select(line => line[..7]),
        ];
        string[] expected =
        [
            .. Descriptors
                .Values.Where(descriptor => !shipped.Contains(descriptor.Id))
                .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)
                .Select(descriptor =>
                    $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | "
                    + $"{RuleTable.All.FirstOrDefault(rule => rule.Id == descriptor.Id)?.Name ?? descriptor.Title.ToString()}"
                ),
        ];
        if (Accept)
        {
            File.WriteAllText(
                unshipped,
                "; Unshipped analyzer release\n\n### New Rules\n\nRule ID | Category | Severity | "
                    + $"Notes\n--------|----------|----------|-------\n{string.Join("\n", expected)}\n"
            );
        }

        Assert.Equal(expected, File.ReadLines(unshipped).Where(line => line.StartsWith("AKD", StringComparison.Ordinal)));
    }

    private static async Task<IEnumerable<Diagnostic>> Report((string Language, string Code) example) =>
        (await TestCompilation.Report("using Akida;\n\n" + example.Code)).Where(diagnostic =>
            diagnostic.Severity > DiagnosticSeverity.Info
        );
}
