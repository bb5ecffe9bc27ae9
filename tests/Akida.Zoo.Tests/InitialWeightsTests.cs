using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Expressions;

namespace Akida.Zoo.Tests;

/// <summary>The weights that the zoo's models begin with.</summary>
public class InitialWeightsTests
{
    public static TheoryData<string> Models => [.. ModelCatalogue.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Weights_begin_as_in_Keras(string name)
    {
        Model model = Create(name, seed: 1);
        GraphIndex index = new(model.Graph);

        foreach (LayerNode layer in model.Graph.Layers.Where(layer => !layer.Name.EndsWith("detection_layer", StringComparison.Ordinal)))
        {
            foreach (WeightSpec spec in index.Weights(layer))
            {
                RequireDistribution(spec, model.Weights[layer.Name, spec.Name].Values);
            }
        }

        model.CheckWeights();
    }

    [Fact]
    public void The_seed_decides()
    {
        Model first = Create("ds_cnn_kws", seed: 1),
            again = Create("ds_cnn_kws", seed: 1),
            other = Create("ds_cnn_kws", seed: 2);

        Assert.All(first.Weights.All, weight => Assert.Equal(weight.Value.Values, again.Weights[weight.Layer, weight.Weight].Values));
        Assert.NotEqual(first.Weights["conv_0", "kernel"].Values, other.Weights["conv_0", "kernel"].Values);
    }

    private static Model Create(string name, int seed) =>
        ModelCatalogue.All.Single(entry => entry.Name == name).Create(new Dictionary<string, Scalar>()).Initialize(AkidaVersion.V2, seed);

    private static void RequireDistribution(WeightSpec spec, float[] values)
    {
        switch (spec.Initializer.ClassName)
        {
            case "Zeros":
                Assert.All(values, value => Assert.Equal(0, value));
                break;
            case "Ones":
                Assert.All(values, value => Assert.Equal(1, value));
                break;
            case "GlorotUniform":
                RequireUniform(values, Math.Sqrt(6 / (Window(spec) * (Inputs(spec) + spec.Shape.Channels))));
                break;
            case "HeNormal":
                RequireNormal(values, Math.Sqrt(2 / (Window(spec) * Inputs(spec))));
                break;
            case var other:
                Assert.Fail($"no model of the zoo uses {other}");
                break;
        }
    }

    /// <summary>Keras takes the last two sizes of any kernel for its inputs and outputs.</summary>
    private static double Inputs(WeightSpec spec) => spec.Shape[spec.Shape.Rank - 2];

    private static double Window(WeightSpec spec) => spec.Shape.Elements / Inputs(spec) / spec.Shape.Channels;

    private static void RequireUniform(float[] values, double limit)
    {
        double tolerance = 5 / Math.Sqrt(values.Length);
        Assert.InRange(values.Max(Math.Abs), (1 - tolerance) * limit, limit * 1.000001);
        Assert.Equal(0, values.Average() / limit, tolerance / Math.Sqrt(3));
        Assert.Equal(1, Math.Sqrt(3 * values.Average(value => (double)value * value)) / limit, tolerance);
    }

    private static void RequireNormal(float[] values, double deviation)
    {
        double tolerance = 5 / Math.Sqrt(values.Length);
        Assert.InRange(values.Max(Math.Abs), 0, 2 * deviation / 0.87962566103423978 * 1.000001);
        Assert.Equal(1, Math.Sqrt(values.Average(value => (double)value * value)) / deviation, tolerance);
    }
}
