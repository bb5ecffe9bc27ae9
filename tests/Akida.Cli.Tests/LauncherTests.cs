using System.Diagnostics;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>The launchers in <c>bin/</c> run the program as the tool that they are named after.</summary>
public class LauncherTests
{
    [Fact]
    public void Every_launcher_is_a_tool()
    {
        using TemporaryFolder folder = new();
        Install(folder);
        string[] tools =
        [
            .. Directory
                .GetFiles(Path.Combine(TestFolders.Repository, "bin"))
                .Select(path => Path.GetFileName(path)!)
                .Where(name => name != "akida-cli"),
        ];
        Assert.NotEmpty(tools);
        foreach (string tool in tools)
        {
            (int exitCode, string output, _) = Run(folder[$"bin/{tool}"], "-h");

            Assert.Equal(0, exitCode);
            Assert.StartsWith($"usage: {tool} ", output);
        }
    }

    [Fact]
    public void A_link_elsewhere_works_and_passes_arguments_and_exit_code_on()
    {
        using TemporaryFolder folder = new();
        Install(folder);
        File.CreateSymbolicLink(folder["akida_models"], folder["bin/akida_models"]);

        (int exitCode, string output, string error) = Run(folder["akida_models"], "summary", "-m", "a file.h5");

        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Equal("akida_models summary: error: a file.h5: no such file", error.TrimEnd());
    }

    // A checkout's launchers beside the program that the tests were built with.
    private static void Install(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["bin"]);
        Directory.CreateDirectory(folder["artifacts"]);
        Directory.CreateSymbolicLink(folder["artifacts/cli"], AppContext.BaseDirectory);
        string launcher = folder["bin/akida-cli"];
        File.Copy(Path.Combine(TestFolders.Repository, "bin", "akida-cli"), launcher);
        foreach (
            string tool in Directory
                .GetFiles(Path.Combine(TestFolders.Repository, "bin"))
                .Select(path => Path.GetFileName(path)!)
                .Where(name => name != "akida-cli")
        )
        {
            File.CreateSymbolicLink(folder[$"bin/{tool}"], launcher);
        }
    }

    private static (int ExitCode, string Output, string Error) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error);
    }
}
