using System.CommandLine;
using System.CommandLine.Parsing;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Graph;
using Akida.Inference;
using Akida.Verification;

namespace Akida.Cli.CommandLine;

/// <summary>
/// Runs a command line: 0 when it went well, 2 with the usage when it was not understood, 1 with one line when the work failed.
/// </summary>
internal static class CommandRunner
{
    private const int Failure = 1;
    private const int WrongUsage = 2;

    private static readonly ParserConfiguration Configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static int Run(Command root, IReadOnlyList<string> arguments, CliConsole console)
    {
        switch (ArgparseReader.Read(root, arguments))
        {
            case ArgparseResult.Help help:
                console.Write(HelpText.Help(help.Command));
                return 0;
            case ArgparseResult.Error error:
                return RefuseUsage(error.Command, error.Message, console);
            case ArgparseResult.Run run:
                ParseResult parsed = root.Parse(run.Arguments, Configuration);
                return parsed.Errors is [ParseError first, ..]
                    ? RefuseUsage(run.Command, first.Message, console)
                    : Invoke(parsed, run.Command, console);
            default:
                throw new InvalidOperationException("unknown kind of result");
        }
    }

    private static int Invoke(ParseResult parsed, Command command, CliConsole console)
    {
        using IDisposable? work = console.Begin(HelpText.Words(command));
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error)
        {
            console.Fail($"{HelpText.Words(command)}: error: {Explain(error)}");
            if (Environment.GetEnvironmentVariable("AKIDA_TRACE") == "1")
            {
                console.Fail("", error.ToString());
            }

            return Failure;
        }
    }

    // What is no error that the libraries foresee is a mistake of ours: its kind helps to find it.
    private static string Explain(Exception error) =>
        error switch
        {
            AggregateException { InnerExceptions: [Exception single] } => Explain(single),
            GraphException
            or SampleException
            or CaseException
            or CommandException
            or IOException
            or UnauthorizedAccessException
            or NotSupportedException => error.Message,
            OperationCanceledException => "interrupted",
            _ => $"{error.Message} ({error.GetType().Name}; AKIDA_TRACE=1 shows where)",
        };

    private static int RefuseUsage(Command command, string message, CliConsole console)
    {
        console.Fail($"{HelpText.Words(command)}: error: {message}", HelpText.Usage(command));
        return WrongUsage;
    }
}
