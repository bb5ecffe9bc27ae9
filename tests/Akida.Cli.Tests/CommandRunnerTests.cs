namespace Akida.Cli.Tests;

/// <summary>Exit codes, usage and errors of the real commands.</summary>
public class CommandRunnerTests
{
    [Fact]
    public void Help_shows_choices_and_defaults()
    {
        CommandLineResult result = CommandLine.Run("akida_models", "summary", "-h");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("usage: akida_models summary [-h] -m MODEL [--json]", result.Output);
        Assert.Contains("-m, --model MODEL", result.Output);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("option -m/--model is required", "akida_models", "summary")]
    [InlineData("unrecognized option --wrong", "akida_models", "summary", "-m", "x.h5", "--wrong")]
    [InlineData("one of these words is missing", "akida_models")]
    public void Wrong_usage_ends_with_2(string message, params string[] arguments)
    {
        CommandLineResult result = CommandLine.Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.StartsWith("usage: akida_models", result.Error);
        Assert.Contains(message, result.Error.TrimEnd().Split('\n')[^1]);
    }

    [Theory]
    [InlineData("nothing.h5", "no such file")]
    [InlineData("model.fbz", "is not a model file")]
    [InlineData("model", "is not a model file")]
    public void A_missing_or_foreign_file_ends_with_1_and_one_line(string file, string message)
    {
        CommandLineResult result = CommandLine.Run("akida_models", "summary", "-m", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        string line = Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("akida_models summary: error: " + file, line);
        Assert.Contains(message, line);
    }
}
