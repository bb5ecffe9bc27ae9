namespace Akida.Benchmarks;

/// <summary>Medians of what was measured round by round.</summary>
internal static class Medians
{
    /// <summary>The median of the values.</summary>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median of the rounds' ratios of two contenders' times: what slows a whole round down cancels out.</summary>
    public static double OfRatios(IReadOnlyList<double[]> rounds, int numerator, int denominator) =>
        Of(rounds.Select(times => times[numerator] / times[denominator]));

    /// <summary>The contender with the smallest median time among some.</summary>
    public static int Fastest(IReadOnlyList<double[]> rounds, params IReadOnlyList<int> contenders) =>
        contenders.MinBy(contender => Of(rounds.Select(times => times[contender])));
}
