using System.Globalization;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>The activation strings of the blocks: <c>ReLU</c>, or <c>ReLU</c> and its bound, such as <c>ReLU3.75</c>.</summary>
public static class ReluActivation
{
    private const string Prefix = "ReLU";

    /// <summary>The layer for an activation string, or null for none.</summary>
    /// <exception cref="GraphException">The string names no such activation.</exception>
    public static ReLU? Parse(string? activation)
    {
        if (string.IsNullOrEmpty(activation))
        {
            return null;
        }

        if (activation == Prefix)
        {
            return new ReLU();
        }

        bool bounded = activation!.StartsWith(Prefix, StringComparison.Ordinal)
            & double.TryParse(activation.Substring(Math.Min(Prefix.Length, activation.Length)), NumberStyles.Float, CultureInfo.InvariantCulture, out double bound);
        return bounded && bound >= 0 && !double.IsInfinity(bound)
            ? new ReLU { MaxValue = bound }
            : throw new GraphException($"activation is '{activation}', must be 'ReLU', 'ReLU' and a bound of at least 0 such as 'ReLU6', or none", setting: "relu_activation");
    }
}
