using System.Globalization;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>The activation strings of the blocks: <c>ReLU</c>, or <c>ReLU</c> and its bound, such as <c>ReLU3.75</c>.</summary>
/// <remarks>
/// The blocks of the Python package also take <c>swish</c> and <c>GeLU</c> and make functions of them that nothing converts; so do these.
/// </remarks>
public static class ReluActivation
{
    private const string Prefix = "ReLU";

    /// <summary>The operation for an activation string, or null for none.</summary>
    /// <exception cref="GraphException">The string names no such activation.</exception>
    public static Operation? Parse(string? activation) =>
        activation switch
        {
            null or "" => null,
            Prefix => new ReLU(),
            "swish" => new TensorFlowFunction { Function = "nn.silu" },
            "GeLU" => new TensorFlowFunction { Function = "nn.gelu" },
            _ => new ReLU { MaxValue = ParseBound(activation) },
        };

    private static double ParseBound(string activation)
    {
        if (!activation.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw Refuse(activation, "is no activation");
        }

        if (!double.TryParse(activation.Substring(Prefix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double bound))
        {
            throw Refuse(activation, $"has no number after '{Prefix}'");
        }

        return bound >= 0 && !double.IsInfinity(bound) ? bound : throw Refuse(activation, "has a bound below 0 or without end");
    }

    private static GraphException Refuse(string activation, string mistake) =>
        new(
            $"activation '{activation}' {mistake}; use 'ReLU', 'ReLU' and a bound of at least 0 such as 'ReLU6', or null for none",
            setting: "relu_activation"
        );
}
