using Akida.Graph.Operations;

namespace Akida.Integers.Arithmetic;

/// <summary>The activations that Akida 2.0 runs as lookup tables, in 32-bit floats.</summary>
internal static class LookupFunctions
{
    public static float Evaluate(Activation activation, float x) =>
        activation.Function switch
        {
            "swish" => x * (float)(1 / (1 + Math.Exp(-x))),
            "hard_silu" => x * MathF.Min(MathF.Max(x + 3f, 0f), 6f) * (1f / 6f),
            "leaky_relu" => x > 0 ? x : x * (float)activation.Alpha,
            "gelu" => 0.5f * x * (1f + (float)Erf(x * 0.70710677f)),
            _ => throw new GraphException(
                $"activation '{activation.Function}' has no table, must be gelu, swish, hard_silu or leaky_relu",
                setting: "activation"
            ),
        };

    /// <summary>The error function: its power series near zero, its continued fraction beyond.</summary>
    private static double Erf(double x)
    {
        const double SeriesLimit = 2.5;
        const int Terms = 60;
        double magnitude = Math.Abs(x),
            square = x * x;
        if (magnitude < SeriesLimit)
        {
            double term = x,
                sum = x;
            for (int n = 1; n < Terms; n++)
            {
                term *= -square / n;
                sum += term / ((2 * n) + 1);
            }

            return sum * 2 / Math.Sqrt(Math.PI);
        }

        double fraction = magnitude;
        for (int n = Terms; n >= 1; n--)
        {
            fraction = magnitude + (n / 2.0 / fraction);
        }

        return Math.Sign(x) * (1 - (Math.Exp(-square) / (fraction * Math.Sqrt(Math.PI))));
    }
}
