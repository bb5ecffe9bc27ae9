using Spectre.Console;

namespace Akida.Cli.Output;

/// <summary>Where a command writes: text that scripts read, tables and progress for people, and errors.</summary>
internal sealed class CliConsole
{
    // Tables must not be broken where nobody sees them in a window.
    private const int UnlimitedWidth = 1000;

    private readonly TextWriter output;
    private readonly TextWriter error;

    public CliConsole(TextWriter output, TextWriter error, bool isTerminal)
    {
        this.output = output;
        this.error = error;
        IsTerminal = isTerminal;
        Rich = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            Rich.Profile.Width = UnlimitedWidth;
        }
    }

    /// <summary>The console of the process.</summary>
    public static CliConsole Standard() => new(Console.Out, Console.Error, !Console.IsOutputRedirected && CanDraw);

    // Windows has no TERM, and its consoles draw.
    private static bool CanDraw => OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>Whether a person watches: bars may move and lines be written over.</summary>
    public bool IsTerminal { get; }

    /// <summary>For tables and progress bars.</summary>
    public IAnsiConsole Rich { get; }

    /// <summary>Writes a line exactly as it is.</summary>
    public void WriteLine(string line = "") => output.WriteLine(line);

    /// <summary>Writes text exactly as it is.</summary>
    public void Write(string text) => output.Write(text);

    /// <summary>Tells people, on the error stream, what takes time.</summary>
    public void Say(string message) => error.WriteLine(OneLine(message));

    /// <summary>Writes a warning of one line to the error stream.</summary>
    public void Warn(string message) => error.WriteLine("warning: " + OneLine(message));

    /// <summary>Writes an error of one line, with what comes before it, to the error stream.</summary>
    public void Fail(string message, string? before = null)
    {
        if (before is not null)
        {
            error.WriteLine(before);
        }

        error.WriteLine(OneLine(message));
    }

    private static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
