namespace Akida.Kernels;

/// <summary>
/// A matrix product of gathered rows: <c>output[p][f] = map(sum over segments s and i of input[pixel p + segment s + i] ·
/// weights[s][i][f])</c>.
/// </summary>
/// <param name="Pixels">The number of rows: output pixels.</param>
/// <param name="Segments">The number of segments that a row is gathered of.</param>
/// <param name="Length">Values in a segment.</param>
/// <param name="Filters">The number of filters.</param>
/// <param name="Input">How the input is stored.</param>
/// <param name="InputBound">The largest magnitude of an input.</param>
/// <param name="Weights">The smallest storage that holds all weights.</param>
/// <param name="WeightBound">The largest magnitude of a weight.</param>
public sealed record GemmProblem(
    int Pixels,
    int Segments,
    int Length,
    int Filters,
    StorageKind Input,
    long InputBound,
    StorageKind Weights,
    long WeightBound
) : KernelProblem
{
    /// <summary>How often the sum of two products, of the largest weight and input, can be added to itself in 16 bits.</summary>
    public int ExactGroups
    {
        get
        {
            long pair = 2 * WeightBound * InputBound;
            return pair == 0 ? short.MaxValue : (int)(short.MaxValue / pair);
        }
    }

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Pixels * Segments * Length * Filters;
}
