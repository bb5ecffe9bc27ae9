using System.Security.Cryptography;
using System.Text;

namespace Akida.Graph;

/// <summary>The weights that a model begins with: random as Keras draws them, though not the same numbers.</summary>
public static class WeightInitialization
{
    /// <summary>The standard deviation of a unit normal cut off beyond ±2, by which Keras widens what it draws from.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    private const double TruncatedAt = 2;

    /// <summary>
    /// Weights for every layer of <paramref name="graph"/>. A weight depends on the seed, its layer's name, its own name and its shape, and
    /// on nothing else.
    /// </summary>
    /// <exception cref="GraphException">A weight has an initialiser that is not known; the error names the layer.</exception>
    public static WeightSet Create(ModelGraph graph, int seed) => Create(graph, seed, static (_, spec) => spec.Initializer);

    /// <summary>The same, but <paramref name="choose"/> says how each weight of each layer begins.</summary>
    /// <exception cref="GraphException">A weight has an initialiser that is not known, or is too large; the error names the
    /// layer.</exception>
    public static WeightSet Create(ModelGraph graph, int seed, Func<LayerNode, WeightSpec, Initializer> choose)
    {
        GraphIndex index = new(graph);
        return WeightSet.Create(
            from node in graph.Layers
            from spec in index.Weights(node)
            select (node.Name, spec.Name, Create(node.Name, spec with { Initializer = choose(node, spec) }, seed))
        );
    }

    private static Tensor Create(string layer, WeightSpec spec, int seed)
    {
        float[] values = new float[spec.Shape.Elements];
        RandomNumbers random = new(Seed(seed, layer, spec.Name));
        (double fanIn, double fanOut) = Fans(spec.Shape);
        double fanAverage = (fanIn + fanOut) / 2;
        switch (spec.Initializer.ClassName)
        {
            case "Zeros":
                break;
            case "Ones":
                values.AsSpan().Fill(1);
                break;
            case "GlorotUniform":
                FillUniform(values, Math.Sqrt(3 / fanAverage), random);
                break;
            case "HeUniform":
                FillUniform(values, Math.Sqrt(6 / fanIn), random);
                break;
            case "LecunUniform":
                FillUniform(values, Math.Sqrt(3 / fanIn), random);
                break;
            case "RandomUniform":
                FillUniform(values, 0.05, random);
                break;
            case "GlorotNormal":
                FillNormal(values, Math.Sqrt(1 / fanAverage) / TruncatedDeviation, TruncatedAt, random);
                break;
            case "HeNormal":
                FillNormal(values, Math.Sqrt(2 / fanIn) / TruncatedDeviation, TruncatedAt, random);
                break;
            case "LecunNormal":
                FillNormal(values, Math.Sqrt(1 / fanIn) / TruncatedDeviation, TruncatedAt, random);
                break;
            case "RandomNormal":
                FillNormal(values, spec.Initializer.StandardDeviation, double.PositiveInfinity, random);
                break;
            case "TruncatedNormal":
                FillNormal(values, spec.Initializer.StandardDeviation, TruncatedAt, random);
                break;
            case var unknown:
                throw new GraphException(
                    $"weight '{spec.Name}' has the initialiser '{unknown}', must be one of {string.Join(", ", Initializer.Known)}"
                ).About(layer);
        }

        return new Tensor(spec.Shape, values);
    }

    /// <summary>
    /// How many values go into one output and how many outputs one value goes into, from the shape alone, as Keras has it.
    /// </summary>
    private static (double In, double Out) Fans(TensorShape shape)
    {
        if (shape.Rank < 2)
        {
            return (shape.Elements, shape.Elements);
        }

        int inputs = shape[shape.Rank - 2],
            outputs = shape.Channels;
        double window = (double)shape.Elements / inputs / outputs;
        return (window * inputs, window * outputs);
    }

    private static void FillUniform(float[] values, double limit, RandomNumbers random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(limit * ((2 * random.NextDouble()) - 1));
        }
    }

    /// <summary>Normal numbers by Marsaglia's polar method; those beyond so many deviations are drawn again.</summary>
    private static void FillNormal(float[] values, double deviation, double limit, RandomNumbers random)
    {
        for (int i = 0; i < values.Length; )
        {
            double x = (2 * random.NextDouble()) - 1,
                y = (2 * random.NextDouble()) - 1,
                square = (x * x) + (y * y);
            if (square is 0 or >= 1)
            {
                continue;
            }

            double scale = Math.Sqrt(-2 * Math.Log(square) / square);
            if (Math.Abs(x * scale) <= limit)
            {
                values[i++] = (float)(deviation * x * scale);
            }

            if (i < values.Length && Math.Abs(y * scale) <= limit)
            {
                values[i++] = (float)(deviation * y * scale);
            }
        }
    }

    private static ulong Seed(int seed, string layer, string weight)
    {
        using SHA256 hash = SHA256.Create();
        return BitConverter.ToUInt64(hash.ComputeHash(Encoding.UTF8.GetBytes($"{seed}\n{layer}\n{weight}")), 0);
    }

    /// <summary>SplitMix64: small, fast and the same on every platform, which <see cref="Random"/> does not promise.</summary>
    private sealed class RandomNumbers(ulong state)
    {
        private ulong state = state;

        /// <summary>Uniform in [0, 1).</summary>
        public double NextDouble()
        {
            unchecked
            {
                state += 0x9E3779B97F4A7C15;
                ulong mixed = state;
                mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
                mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
                mixed ^= mixed >> 31;
                return (mixed >> 11) * (1.0 / (1UL << 53));
            }
        }
    }
}
