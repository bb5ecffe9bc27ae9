namespace Akida.Fetching;

/// <summary>How long sources may be silent. What keeps coming is never cut, however slow it is.</summary>
/// <param name="ForAnswer">The time before a source answers; it is shared by all that are tried, so that without a network the whole takes
/// no longer.</param>
/// <param name="ForProgress">The time in which nothing comes from a source that has answered.</param>
public sealed record Patience(TimeSpan ForAnswer, TimeSpan ForProgress)
{
    /// <summary>What people put up with: without a network they know it within ten seconds.</summary>
    public static Patience Usual { get; } = new(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(30));
}
