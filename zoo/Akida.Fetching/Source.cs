namespace Akida.Fetching;

/// <summary>A place that has what is wanted.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Fetch">Fetches it and tells the <see cref="Liveness"/> whenever something has come; it must end soon after that has
/// ended.</param>
public sealed record Source(string Name, Action<Liveness> Fetch);
