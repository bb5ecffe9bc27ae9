namespace Akida.Cli.Output;

/// <summary>Progress that is told at once and in order, on the thread that reports it.</summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
