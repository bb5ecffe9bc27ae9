using System.Text.RegularExpressions;

namespace Akida.Repository.Tests;

/// <summary>How tests are named: a sentence of what is true, with underscores.</summary>
public partial class TestNameTests
{
    [Fact]
    public void Test_methods_are_named_as_sentences_with_underscores()
    {
        (string Path, string Name)[] tests =
        [
            .. SourceFiles
                .Of(".cs")
                .Where(path => path.StartsWith("tests/", StringComparison.Ordinal))
                .SelectMany(path => TestMethods(SourceFiles.Lines(path)).Select(name => (path, name))),
        ];
        string[] others = [.. tests.Where(test => !Sentence().IsMatch(test.Name)).Select(test => $"{test.Path}: {test.Name}")];

        Assert.True(tests.Length > 500, $"only {tests.Length} tests were found");
        Assert.True(others.Length == 0, $"must be named like A_sentence_of_what_is_true:\n{string.Join('\n', others)}");
    }

    /// <summary>The first public method after each attribute that makes one a test.</summary>
    private static IEnumerable<string> TestMethods(string[] lines)
    {
        bool isTest = false;
        foreach (string line in lines)
        {
            isTest |= TestAttribute().IsMatch(line);
            if (isTest && Method().Match(line) is { Success: true } method)
            {
                yield return method.Groups["name"].Value;
                isTest = false;
            }
        }
    }

    [GeneratedRegex(@"^ *\[(Fact|Theory)\b")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"^ *public (static |async |unsafe )*(void|Task) (?<name>\w+)(<\w+>)?\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Method();

    [GeneratedRegex("^[A-Z0-9][A-Za-z0-9]*(_[A-Za-z0-9]+)+$")]
    private static partial Regex Sentence();
}
