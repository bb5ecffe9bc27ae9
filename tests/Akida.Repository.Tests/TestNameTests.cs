using System.Text.RegularExpressions;

namespace Akida.Repository.Tests;

/// <summary>How tests are named: a sentence of what is true, with underscores.</summary>
public partial class TestNameTests
{
    [Fact]
    public void Test_methods_are_named_as_sentences_with_underscores()
    {
        string[] others =
        [
            .. SourceFiles
                .Of(".cs")
                .Where(path => path.StartsWith("tests/", StringComparison.Ordinal))
                .SelectMany(path =>
                    TestMethod().Matches(string.Join('\n', SourceFiles.Lines(path))).Select(match => (path, match.Groups["name"].Value))
                )
                .Where(test => !Sentence().IsMatch(test.Value))
                .Select(test => $"{test.path}: {test.Value}"),
        ];

        Assert.True(others.Length == 0, $"must be named like A_sentence_of_what_is_true:\n{string.Join('\n', others)}");
    }

    [GeneratedRegex(
        @"^ *\[(Fact|Theory)\b[^\n]*\n(?: *(?:\[|//|[^\n]*[,\]]\s*$)[^\n]*\n)*?"
            + @" *public (?:static |async |unsafe )*(?:void|Task) (?<name>\w+)\(",
        RegexOptions.Multiline
    )]
    private static partial Regex TestMethod();

    [GeneratedRegex("^[A-Z0-9][A-Za-z0-9]*(_[A-Za-z0-9]+)+$")]
    private static partial Regex Sentence();
}
