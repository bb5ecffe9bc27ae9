using System.Text.RegularExpressions;
using Akida.Graph.Rules;
using Akida.Testing;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests.RulePages;

/// <summary>The page of a diagnostic in <c>docs/rules</c>: a head that the rule table gives, and prose with examples.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Text">What the file holds.</param>
internal sealed partial record RulePage(string Id, string Text)
{
    private const string FirstSection = "\n## ";

    /// <summary>The sections that every page has, in order.</summary>
    public static IReadOnlyList<string> Sections { get; } = ["What", "Why", "Wrong", "Right"];

    /// <summary>The folder of the pages.</summary>
    public static string Folder { get; } = Path.Combine(TestFolders.Repository, "docs", "rules");

    /// <summary>The head as it stands there.</summary>
    public string Head => Text.IndexOf(FirstSection, StringComparison.Ordinal) is var end and >= 0 ? Text[..(end + 1)] : Text;

    /// <summary>The headings behind the head.</summary>
    public IReadOnlyList<string> Headings => [.. HeadingPattern().Matches(Text).Select(match => match.Groups[1].Value)];

    /// <summary>Reads a page.</summary>
    public static RulePage Read(string id) => new(id, File.ReadAllText(FileOf(id)).Replace("\r\n", "\n", StringComparison.Ordinal));

    /// <summary>The head that a diagnostic must have.</summary>
    public static string HeadOf(DiagnosticDescriptor descriptor)
    {
        Rule? rule = RuleOf(descriptor);
        string heading = rule is null ? descriptor.Id : $"{descriptor.Id} {rule.Name}";
        string versions = VersionsOf(rule);
        (string by, string severity) = rule?.Origin switch
        {
            RuleOrigin.Tool => ("the tools", "error; suggestion for a version that the model does not claim"),
            RuleOrigin.Model => ("the float model", "warning; suggestion for a version that the model does not claim"),
            RuleOrigin.Device => (
                "the hardware",
                "warning; error where the model names the device; suggestion for a version that the model does not claim"
            ),
            _ => ("the DSL", "error"),
        };
        return $"# {heading}\n\n{descriptor.Title}.\n\n| Akida | set by | in the editor |\n|---|---|---|\n| {versions} | {by} | "
            + $"{severity} |\n\n";
    }

    /// <summary>The page that lists all others.</summary>
    public static string IndexOf(IEnumerable<DiagnosticDescriptor> descriptors) =>
        $"""
            # Rules

            What the compiler and `akida_models check` say, a page for each: what, why, wrong, right. AKD1xxx are about how the DSL is
            used, AKD2xxx are what the tools refuse, AKD3xxx limits of the hardware, which are warnings until a model names its device. The
            pages say what is published; where a reason is only inferred, they say so.

            | id | name | what must hold | Akida |
            |---|---|---|---|
            {string.Join("\n", descriptors.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal).Select(Row))}

            """;

    private static string Row(DiagnosticDescriptor descriptor) =>
        $"| [{descriptor.Id}]({descriptor.Id}.md) | {RuleOf(descriptor)?.Name ?? "–"} | {descriptor.Title} | "
        + $"{VersionsOf(RuleOf(descriptor))} |";

    private static Rule? RuleOf(DiagnosticDescriptor descriptor) =>
        RuleTable.All.FirstOrDefault(candidate => candidate.Id == descriptor.Id);

    private static string VersionsOf(Rule? rule) =>
        string.Join(
            " and ",
            (rule?.Versions ?? [AkidaVersion.V1, AkidaVersion.V2]).Select(version => version == AkidaVersion.V1 ? "1.0" : "2.0")
        );

    /// <summary>The example of a section and the language that it is in.</summary>
    public (string Language, string Code) Example(string section)
    {
        Match match = Regex.Match(Text, $@"\n## {section}\n\n```(\w+)\n(.*?)\n```", RegexOptions.Singleline);
        return match.Success
            ? (match.Groups[1].Value, match.Groups[2].Value)
            : throw new InvalidOperationException($"{Id}.md has no example under '{section}'");
    }

    /// <summary>Writes the head anew.</summary>
    public void WriteHead(string head) => File.WriteAllText(FileOf(Id), head + Text[Head.Length..]);

    private static string FileOf(string id) => Path.Combine(Folder, id + ".md");

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();
}
