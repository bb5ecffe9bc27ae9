using System.Diagnostics;

namespace Akida.Fetching;

/// <summary>Ends what fetches from a source that has been silent for too long.</summary>
public sealed class Liveness : IDisposable
{
    private readonly Patience patience;
    private readonly CancellationTokenSource end;
    private long lastSign = Stopwatch.GetTimestamp();

    /// <summary>Begins to wait for a source's answer.</summary>
    /// <param name="patience">How long it may be silent.</param>
    public Liveness(Patience patience)
        : this(patience, patience.ForAnswer) { }

    /// <summary>Begins to wait for the answer of a source that has only a part of the time.</summary>
    internal Liveness(Patience patience, TimeSpan answerWithin)
    {
        this.patience = patience;
        end = new CancellationTokenSource(answerWithin);
    }

    /// <summary>Cancelled when the source has been silent for too long, or is no longer wanted.</summary>
    public CancellationToken Ended => end.Token;

    /// <summary>Whether anything has come.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>When something came last, or the waiting began.</summary>
    internal long LastSign => lastSign;

    /// <summary>Notes that something has come.</summary>
    public void Beat()
    {
        // Too late: who waits has been told that there was none.
        if (!end.IsCancellationRequested)
        {
            HasAnswered = true;
            Wait(patience.ForProgress);
        }
    }

    /// <summary>Notes that the source is not to blame yet: what fetches from it is busy itself, starting for instance.</summary>
    public void Busy()
    {
        if (!HasAnswered)
        {
            Wait(patience.ForAnswer);
        }
    }

    /// <summary>What to throw when <see cref="Ended"/>.</summary>
    public IOException Silence() => new(HasAnswered ? $"nothing came for {patience.ForProgress.TotalSeconds:0.#} seconds" : "no answer");

    /// <inheritdoc/>
    public void Dispose() => end.Dispose();

    /// <summary>Ends it although the source may be alive.</summary>
    internal void End() => end.Cancel();

    private void Wait(TimeSpan time)
    {
        lastSign = Stopwatch.GetTimestamp();
        end.CancelAfter(time);
    }
}
