using System.Text.Json.Nodes;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary><c>akida_models verify</c> compares all folders, says of each in one line how it went, and ends with the worst.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [Fact]
    public void Equal_cases_are_said_to_be_equal()
    {
        string[] cases = [.. Directory.GetDirectories(Path.Combine(TestFolders.Data, "cases")).Order(StringComparer.Ordinal)];

        string[] lines = CommandLine.RunWell(["akida_models", "verify", .. cases]).TrimEnd().Split(Environment.NewLine);

        Assert.Equal(cases, lines[..^1].Select(line => line.Split(": equal, ")[0]));
        Assert.EndsWith("outputs of the converted model", lines[0]);
        Assert.Equal($"{cases.Length} equal, 0 different", lines[^1]);
    }

    [Fact]
    public void A_difference_is_said_in_one_line()
    {
        string place = DifferentCase();

        CommandLineResult result = CommandLine.Run("akida_models", "verify", place);

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            [$"{place}: DIFFERENT, layer 'stem/relu', sample 0: 4 value bits, recorded are 9", "0 equal, 1 different"],
            result.Output.TrimEnd().Split(Environment.NewLine)
        );
    }

    [Theory]
    [InlineData("case.json", "?", "case.json: is not valid JSON: ")]
    [InlineData("quantized.h5", "?", "quantized.h5: ")]
    [InlineData("outputs.npz", null, "is no case folder: it has no outputs.npz")]
    public void What_cannot_be_compared_is_an_error(string file, string? content, string message)
    {
        string place = BrokenCase(file, content);

        CommandLineResult result = CommandLine.Run("akida_models", "verify", place);

        Assert.Equal(2, result.ExitCode);
        string error = Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.StartsWith($"akida_models verify: error: {place}", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal("0 equal, 0 different, 1 not comparable", result.Output.TrimEnd());
    }

    [Fact]
    public void All_folders_are_compared_and_the_worst_ends_the_command()
    {
        string right = CopyOfCase(),
            wrong = DifferentCase(),
            broken = BrokenCase("case.json", "?");

        CommandLineResult both = CommandLine.Run("akida_models", "verify", wrong, right);
        CommandLineResult all = CommandLine.Run("akida_models", "verify", broken, wrong, right);

        Assert.Equal(1, both.ExitCode);
        Assert.EndsWith("1 equal, 1 different", both.Output.TrimEnd());
        Assert.Equal(2, all.ExitCode);
        Assert.Single(all.Error.TrimEnd().Split('\n'));
        Assert.EndsWith("1 equal, 1 different, 1 not comparable", all.Output.TrimEnd());
        Assert.Equal(2, CommandLine.Run("akida_models", "verify").ExitCode);
    }

    private string DifferentCase()
    {
        string place = CopyOfCase(),
            notes = Path.Combine(place, "case.json");
        JsonNode root = JsonNode.Parse(File.ReadAllText(notes))!;
        root["layers"]!["stem/relu"]!["value_bits"] = 9;
        File.WriteAllText(notes, root.ToJsonString());
        return place;
    }

    private string BrokenCase(string file, string? content)
    {
        string place = CopyOfCase();
        File.Delete(Path.Combine(place, file));
        if (content is not null)
        {
            File.WriteAllText(Path.Combine(place, file), content);
        }

        return place;
    }

    private string CopyOfCase()
    {
        string copy = Directory.CreateDirectory(folder[Guid.NewGuid().ToString("N")]).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(TestFolders.Data, "cases", "random_v2_0003")))
        {
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), File.ReadAllBytes(file));
        }

        return copy;
    }
}
