using System.Text.RegularExpressions;
using Akida.Testing;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests;

/// <summary>What the README shows of the compiler is what it says.</summary>
public class ReadmeTests
{
    public static TheoryData<string, string, string> Examples
    {
        get
        {
            string readme = File.ReadAllText(Path.Combine(TestFolders.Repository, "README.md"));
            string section = Regex
                .Match(readme, @"## What the compiler says\n.*?```csharp\n(.*?)```", RegexOptions.Singleline)
                .Groups[1]
                .Value;
            TheoryData<string, string, string> examples = [];
            foreach (string example in section.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
            {
                string[] lines = example.TrimEnd().Split('\n');
                int start = lines[1].IndexOf('~', StringComparison.Ordinal),
                    length = lines[1].LastIndexOf('~') + 1 - start;
                examples.Add(
                    lines[0],
                    lines[0].Substring(start, length),
                    string.Join(" ", lines.Skip(2).Select(line => line.Replace("//", "", StringComparison.Ordinal).Trim()))
                );
            }

            return examples;
        }
    }

    /// <summary>What a newcomer copies has nothing wrong, for the chips either.</summary>
    [Theory]
    [InlineData("README.md", "## A model\n")]
    [InlineData("docs/dsl.md", "# Writing models\n")]
    public async Task The_first_model_of_a_page_is_right(string page, string section)
    {
        string text = File.ReadAllText(Path.Combine(TestFolders.Repository, page)).Replace("\r\n", "\n", StringComparison.Ordinal);
        string example = Regex.Match(text, Regex.Escape(section) + ".*?```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

        Assert.NotEmpty(example);
        Assert.Empty(
            (await TestCompilation.Report("using Akida;\n\n" + example))
                .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info)
                .Select(diagnostic => diagnostic.GetMessage())
        );
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_is_real(string member, string underlined, string message)
    {
        string source = $$"""
            using Akida;
            [AkidaModel("small"), Input("Size", "Size", 3)]
            public sealed partial class Small
            {
                [Option("-a", "--alpha", Default = 1)] public partial int Alpha { get; init; }
                [Option("-s", "--size", Default = 16, Choices = new object[] { 10, 16 })] public partial int Size { get; init; }
                {{member}}
            }
            """;
        IEnumerable<string> said = (await TestCompilation.Report(source))
            .Where(diagnostic =>
                source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length) == underlined
            )
            .Select(diagnostic => $"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage()}");

        Assert.Contains(message, said);
    }
}
