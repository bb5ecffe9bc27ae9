using System.Diagnostics;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>
/// Building shows its progress where a person watches, and writes nothing but errors into logs. The SDK's place is taken by a script that
/// notes its words.
/// </summary>
public sealed class BuildProgressTests
{
    private const string Sdk = """
        #!/usr/bin/env bash
        echo "$*" >> "$(dirname "$0")/words"
        for last; do :; done
        case $1 in publish) mkdir -p "$last" ;; esac
        """;

    [Theory]
    [InlineData("build", "publish")]
    [InlineData("pack", "pack")]
    public void On_a_terminal_the_projects_that_are_built_are_shown(string command, string word)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "there is no script of util-linux, which makes a terminal");

        Assert.Contains(" -tl:on", WordsOf(word, folder => ["script", "-qec", $"'{folder["akida"]}' {command}", "/dev/null"], "xterm"));
        Assert.Contains(" -tl:off", WordsOf(word, folder => ["script", "-qec", $"'{folder["akida"]}' {command}", "/dev/null"], "dumb"));
    }

    [Theory]
    [InlineData("build", "publish")]
    [InlineData("pack", "pack")]
    public void In_a_log_there_are_errors_only(string command, string word) =>
        Assert.Contains(" -tl:off", WordsOf(word, folder => [folder["akida"], command], "xterm"));

    /// <summary>What the SDK was told in a checkout of nothing but the script.</summary>
    private static string WordsOf(string word, Func<TemporaryFolder, string[]> commandLine, string terminal)
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(TestFolders.Repository, "akida"), folder["akida"]);
        Directory.CreateDirectory(folder["sdk"]);
        // A copy may be executed.
        File.Copy(folder["akida"], folder["sdk/dotnet"]);
        File.WriteAllText(folder["sdk/dotnet"], Sdk);
        string[] words = commandLine(folder);
        ProcessStartInfo start = new(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder["sdk"]}:{start.Environment["PATH"]}";
        start.Environment["TERM"] = terminal;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
        return Assert.Single(File.ReadAllLines(folder["sdk/words"]), line => line.StartsWith(word + " ", StringComparison.Ordinal));
    }
}
