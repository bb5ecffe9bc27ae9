using Akida.Cli.CommandLine;
using Akida.Cli.Commands;
using Akida.Cli.Output;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>What a command line did.</summary>
internal sealed record CommandLineResult(int ExitCode, string Output, string Error);

/// <summary>Runs command lines in the process of the tests.</summary>
internal static class CommandLine
{
    public static CommandLineResult Run(params string[] arguments)
    {
        using StringWriter output = new(),
            error = new();
        CliConsole console = new(output, error, isTerminal: false);
        int exitCode = CommandRunner.Run(AllCommands.Create(console), arguments, console);
        return new CommandLineResult(exitCode, output.ToString(), error.ToString());
    }

    private static readonly Lock CurrentFolder = new();

    /// <summary>Runs a command line in a folder, with which it must succeed, and gives what it wrote.</summary>
    public static string RunIn(TemporaryFolder folder, string tool, string action, string[] arguments)
    {
        lock (CurrentFolder)
        {
            string before = Environment.CurrentDirectory;
            Environment.CurrentDirectory = folder["."];
            try
            {
                return RunWell([tool, action, .. arguments]);
            }
            finally
            {
                Environment.CurrentDirectory = before;
            }
        }
    }

    /// <summary>Runs a command line that must succeed, and gives what it wrote.</summary>
    public static string RunWell(params string[] arguments)
    {
        CommandLineResult result = Run(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Error}");
        return result.Output;
    }
}
