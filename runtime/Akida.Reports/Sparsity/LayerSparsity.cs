namespace Akida.Reports.Sparsity;

/// <summary>How many of the values are zero that a layer put out.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Zeros">The zeros, over all samples.</param>
/// <param name="Values">All values, over all samples.</param>
public sealed record LayerSparsity(string Layer, long Zeros, long Values)
{
    /// <summary>Zeros divided by values.</summary>
    public double Share => (double)Zeros / Values;
}
