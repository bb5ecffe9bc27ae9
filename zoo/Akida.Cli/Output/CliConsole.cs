using Spectre.Console;

namespace Akida.Cli.Output;

/// <summary>Where a command writes: text that scripts read, tables and progress for people, and errors.</summary>
internal sealed class CliConsole
{
    // Tables must not be broken where nobody sees them in a window.
    private const int UnlimitedWidth = 1000;

    private const int UsualWidth = 80;

    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly StatusLine? status;
    private readonly IAnsiConsole rich;

    /// <summary>A console.</summary>
    /// <param name="output">What scripts read.</param>
    /// <param name="error">What people read.</param>
    /// <param name="isTerminal">Whether a person watches the output.</param>
    /// <param name="status">What tells a person who watches the errors that something takes time; null where nobody does.</param>
    public CliConsole(TextWriter output, TextWriter error, bool isTerminal, StatusLine? status = null)
    {
        this.output = output;
        this.error = error;
        this.status = status;
        IsTerminal = isTerminal;
        rich = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
                Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            }
        );
        if (!isTerminal)
        {
            rich.Profile.Width = UnlimitedWidth;
        }
    }

    /// <summary>Whether a person watches: bars may move and lines be written over.</summary>
    public bool IsTerminal { get; }

    /// <summary>For tables and progress bars, which have the terminal for themselves from here to the command's end.</summary>
    public IAnsiConsole Rich
    {
        get
        {
            status?.Suspend();
            return rich;
        }
    }

    /// <summary>The width of a line in letters.</summary>
    public int Width => rich.Profile.Width;

    // Windows has no TERM, and its consoles draw.
    private static bool CanDraw => OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>The console of the process.</summary>
    public static CliConsole Standard()
    {
        bool isTerminal = !Console.IsOutputRedirected && CanDraw;
        return new CliConsole(
            Console.Out,
            Console.Error,
            isTerminal,
            Console.IsErrorRedirected || !CanDraw ? null : new StatusLine(Console.Error, WindowWidth)
        );
    }

    /// <summary>Tells a person who watches how long a command takes, until the result is disposed.</summary>
    /// <param name="name">The command's words.</param>
    public IDisposable? Begin(string name) => status?.Begin(name);

    /// <summary>Tells a person who watches what the command does now, and how much of it is done.</summary>
    /// <param name="step">What it does: <c>calibrating</c>.</param>
    /// <param name="done">How much is done.</param>
    /// <param name="total">Of how much.</param>
    public void Report(string step, long done, long total) => status?.Report(step, done, total);

    /// <summary>The same items, reported as they are taken.</summary>
    public IEnumerable<T> Follow<T>(IEnumerable<T> items, string step, long total)
    {
        long done = 0;
        Report(step, done, total);
        foreach (T item in items)
        {
            yield return item;
            Report(step, ++done, total);
        }
    }

    /// <summary>Writes a line exactly as it is.</summary>
    public void WriteLine(string line = "") => Write(output, line + output.NewLine);

    /// <summary>Writes text exactly as it is.</summary>
    public void Write(string text) => Write(output, text);

    /// <summary>Tells people, on the error stream, what takes time.</summary>
    public void Say(string message) => Write(error, OneLine(message) + error.NewLine);

    /// <summary>Writes a warning of one line to the error stream.</summary>
    public void Warn(string message) => Say("warning: " + message);

    /// <summary>Writes an error of one line, with what comes before it, to the error stream.</summary>
    public void Fail(string message, string? before = null)
    {
        if (before is not null)
        {
            Write(error, before + error.NewLine);
        }

        Say(message);
    }

    private void Write(TextWriter writer, string text)
    {
        if (status is null)
        {
            writer.Write(text);
        }
        else
        {
            status.Above(() => writer.Write(text), text.EndsWith('\n'));
        }
    }

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : UsualWidth;
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException)
        {
            return UsualWidth;
        }
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
