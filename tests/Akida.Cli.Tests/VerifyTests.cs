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

    [Fact]
    public void Steps_of_training_within_the_tolerances_are_equal()
    {
        string[] cases = [.. Directory.GetDirectories(Path.Combine(TestFolders.Data, "training-cases")).Order(StringComparer.Ordinal)];

        string[] lines = CommandLine.RunWell(["akida_models", "verify", .. cases]).TrimEnd().Split(Environment.NewLine);

        Assert.Equal(cases, lines[..^1].Select(line => line.Split(": equal, ")[0]));
        Assert.All(lines[..^1], line => Assert.Contains("tensors of training steps within the tolerance", line));
        Assert.Equal($"{cases.Length} equal, 0 different", lines[^1]);
    }

    [Fact]
    public void Every_tensor_beyond_the_tolerance_is_named_and_the_worst_again()
    {
        string place = CopyOfSteps(("case.json", text => text.Replace("\"momentum\": 0.8", "\"momentum\": 0.5", StringComparison.Ordinal)));

        CommandLineResult result = CommandLine.Run("akida_models", "verify", place);

        string[] lines = result.Output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Contains(lines, line => line.StartsWith($"{place}: beyond the tolerance, after3 ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("beyond the tolerance, after1", StringComparison.Ordinal));
        Assert.StartsWith($"{place}: DIFFERENT, ", lines[^2], StringComparison.Ordinal);
        Assert.Contains("; worst losses step 3: ", lines[^2], StringComparison.Ordinal);
        Assert.Equal("0 equal, 1 different", lines[^1]);
    }

    [Theory]
    [InlineData("after1.npz", null, "is no folder of training steps: it has no after1.npz")]
    [InlineData("batches.npz", "?", "batches.npz: ")]
    [InlineData("before.h5", "?", "before.h5: ")]
    [InlineData("case.json", "{\"loss\": \"hinge\"}", "case.json: loss is \"hinge\", must be ")]
    public void Damaged_steps_of_training_are_an_error(string file, string? content, string message)
    {
        string place = CopyOfSteps((file, _ => content));

        CommandLineResult result = CommandLine.Run("akida_models", "verify", place);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_that_do_not_fit_the_outputs_are_an_error()
    {
        string place = CopyOfSteps(
            ("case.json", text => text.Replace("\"loss\": \"mse\"", "\"loss\": \"scce\"", StringComparison.Ordinal))
        );

        CommandLineResult result = CommandLine.Run("akida_models", "verify", place);

        Assert.Equal(2, result.ExitCode);
        Assert.EndsWith("batches.npz: array 'y0' has 32 values, must have 8", result.Error.TrimEnd());
    }

    private string CopyOfSteps((string File, Func<string, string?> Change) change)
    {
        string copy = Copy(Path.Combine(TestFolders.Data, "training-cases", "quantized_random_v1_0003")),
            changed = Path.Combine(copy, change.File);
        string? content = change.Change(File.ReadAllText(changed));
        File.Delete(changed);
        if (content is not null)
        {
            File.WriteAllText(changed, content);
        }

        return copy;
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

    private string CopyOfCase() => Copy(Path.Combine(TestFolders.Data, "cases", "random_v2_0003"));

    private string Copy(string original)
    {
        string copy = Directory.CreateDirectory(folder[Guid.NewGuid().ToString("N")]).FullName;
        foreach (string file in Directory.GetFiles(original))
        {
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), File.ReadAllBytes(file));
        }

        return copy;
    }
}
