using System.Diagnostics;

namespace Akida.Cli.Output;

/// <summary>
/// One line at the bottom of a terminal that says what takes so long: it appears when a command has taken a moment, counts its seconds, and
/// is gone when it ends.
/// Unlike a live display of Spectre.Console it never hides the cursor, which an interrupted command would leave hidden.
/// </summary>
/// <param name="terminal">The terminal.</param>
/// <param name="width">Its width in letters.</param>
/// <param name="delay">How long a command may take without being shown.</param>
/// <param name="interval">The least time between two drawings.</param>
/// <param name="clock">How often it is drawn although nothing is reported, so that the seconds go on.</param>
internal sealed class StatusLine(TextWriter terminal, Func<int> width, TimeSpan delay, TimeSpan interval, TimeSpan clock)
{
    private const string Erase = "\r\u001b[K";
    private const int BarWidth = 24;

    private readonly TimeSpan clock = clock;
    private readonly Lock gate = new();
    private Work? current;
    private bool isDrawn;
    private bool isLineOpen;
    private long lastDrawing;

    /// <summary>A line as people like it: not for commands that are done in a second.</summary>
    public StatusLine(TextWriter terminal, Func<int> width)
        : this(terminal, width, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.5)) { }

    /// <summary>Shows a command until the result is disposed, and then again the one that it is a part of.</summary>
    public IDisposable Begin(string name)
    {
        lock (gate)
        {
            return current = new Work(this, name, current);
        }
    }

    /// <summary>What the command does now, and how much of it is done.</summary>
    public void Report(string step, long done, long total)
    {
        lock (gate)
        {
            if (current is { } work)
            {
                (work.Step, work.Done, work.Total) = (step, done, total);
                Draw();
            }
        }
    }

    /// <summary>Leaves the terminal to another display for the rest of the command.</summary>
    public void Suspend()
    {
        lock (gate)
        {
            Clear();
            current?.IsSuspended = true;
        }
    }

    /// <summary>Writes something else to the terminal.</summary>
    /// <param name="write">Writes it.</param>
    /// <param name="endsLine">Whether it ends a line: nothing is drawn behind half a line.</param>
    public void Above(Action write, bool endsLine = true)
    {
        lock (gate)
        {
            Clear();
            write();
            isLineOpen = !endsLine;
        }
    }

    private void Draw()
    {
        lock (gate)
        {
            if (
                current is not { IsSuspended: false } work
                || isLineOpen
                || work.Elapsed < delay
                || Stopwatch.GetElapsedTime(lastDrawing) < interval
            )
            {
                return;
            }

            string text = work.ToString();
            terminal.Write(Erase + text[..Math.Clamp(width() - 1, 0, text.Length)]);
            terminal.Flush();
            (isDrawn, lastDrawing) = (true, Stopwatch.GetTimestamp());
        }
    }

    private void Clear()
    {
        if (isDrawn)
        {
            terminal.Write(Erase);
            terminal.Flush();
            isDrawn = false;
        }
    }

    private void End(Work work)
    {
        lock (gate)
        {
            Clear();
            current = work.Outer;
        }
    }

    private sealed class Work : IDisposable
    {
        private readonly StatusLine line;
        private readonly string name;
        private readonly long start = Stopwatch.GetTimestamp();
        private readonly Timer timer;

        public Work(StatusLine line, string name, Work? outer)
        {
            (this.line, this.name, Outer) = (line, name, outer);
            timer = new Timer(_ => line.Draw(), null, line.clock, line.clock);
        }

        public Work? Outer { get; }

        public bool IsSuspended { get; set; }

        public string? Step { get; set; }

        public long Done { get; set; }

        public long Total { get; set; }

        public TimeSpan Elapsed => Stopwatch.GetElapsedTime(start);

        public void Dispose()
        {
            timer.Dispose();
            line.End(this);
        }

        public override string ToString()
        {
            string time =
                Elapsed.TotalSeconds < 60 ? $"{(int)Elapsed.TotalSeconds} s" : $"{(int)Elapsed.TotalMinutes} min {Elapsed.Seconds} s";
            return Step is null ? $"{name}  {time}"
                : Total <= 0 ? $"{name}: {Step}  {time}"
                : $"{name}: {Step}  {Bar()}  {Done}/{Total}  {time}";
        }

        private string Bar()
        {
            int full = (int)(BarWidth * Math.Clamp(Done, 0, Total) / Total);
            return new string('█', full) + new string('░', BarWidth - full);
        }
    }
}
