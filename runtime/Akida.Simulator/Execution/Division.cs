namespace Akida.Simulator.Execution;

/// <summary>Into how many parts each step of a program is divided for some threads.</summary>
/// <param name="Threads">The number of threads, the caller included.</param>
/// <param name="Parts">The number of parts of each step; 1 where it is not worth it.</param>
internal sealed record Division(int Threads, int[] Parts)
{
    // What an instruction takes in the mean, as measured; only its order of magnitude matters.
    private const double SecondsPerInstruction = 0.2e-9;

    // To share a step out takes a quarter to half a microsecond.
    private const double LeastPart = 2e-6;

    // A thread that is slower, or comes later, leaves parts to others.
    private const int PartsPerThread = 4;

    // Threads that sleep are there after some ten microseconds, and to wake them takes some.
    private const double LeastShare = 40e-6;

    /// <summary>The number of threads that make an inference faster: one for small programs, at most one per core.</summary>
    public static int ThreadsThatPay(LoadedProgram loaded) =>
        (int)
            Math.Clamp(
                Enumerable.Range(0, loaded.Steps.Count).Sum(step => Seconds(loaded, step)) / LeastShare,
                1,
                Environment.ProcessorCount
            );

    /// <summary>Divides what takes long enough.</summary>
    public static Division Of(LoadedProgram loaded, int threads) =>
        Of(
            loaded,
            threads,
            step => (int)Math.Clamp(Seconds(loaded, step) / LeastPart, 1, Math.Min((long)threads * PartsPerThread, WorkTeam.MostParts))
        );

    /// <summary>Divides steps into so many parts, as far as they have units.</summary>
    public static Division Of(LoadedProgram loaded, int threads, Func<int, int> parts) =>
        new(threads, [.. Enumerable.Range(0, loaded.Steps.Count).Select(step => Math.Clamp(loaded.Steps[step].Units, 1, parts(step)))]);

    private static double Seconds(LoadedProgram loaded, int step) => loaded.Plan.Steps[step].Cost * SecondsPerInstruction;
}
