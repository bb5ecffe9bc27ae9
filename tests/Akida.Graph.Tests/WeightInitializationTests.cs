using Akida.Graph;
using Akida.Graph.Operations;

namespace Akida.Graph.Tests;

public class WeightInitializationTests
{
    private static readonly ModelGraph Graph = ModelGraph.Create(
        "two convolutions",
        [
            new("input", new InputLayer { Shape = new(16, 16, 64) }, []),
            new("uniform", new Conv2D { Filters = 96, KernelSize = new(3) }, ["input"]),
            new("normal", new DepthwiseConv2D { KernelSize = new(5), DepthwiseInitializer = Initializer.HeNormal }, ["uniform"]),
            new("norm", new BatchNormalization { Axis = 3 }, ["normal"]),
        ]
    );

    [Fact]
    public void GlorotUniform_fills_its_limits()
    {
        float[] kernel = WeightInitialization.Create(Graph, 1)["uniform", "kernel"].Values;
        double limit = Math.Sqrt(6.0 / ((9 * 64) + (9 * 96)));

        Assert.InRange(kernel.Max(), 0.99 * limit, limit);
        Assert.InRange(kernel.Min(), -limit, -0.99 * limit);
        Assert.Equal(0, kernel.Average(), 2e-3 * limit * 5);
    }

    [Fact]
    public void HeNormal_is_cut_off_at_two_deviations_and_has_the_variance_of_its_fan_in()
    {
        float[] kernel = WeightInitialization.Create(Graph, 1)["normal", "depthwise_kernel"].Values;
        double deviation = Math.Sqrt(2.0 / (25 * 96));

        Assert.All(kernel, value => Assert.InRange(Math.Abs(value), 0, 2 * deviation / 0.87962566103423978));
        Assert.Equal(1, Math.Sqrt(kernel.Average(value => value * value)) / deviation, 0.05);
    }

    [Fact]
    public void BatchNormalization_begins_as_identity()
    {
        WeightSet weights = WeightInitialization.Create(Graph, 1);

        Assert.All(weights["norm", "gamma"].Values.Concat(weights["norm", "moving_variance"].Values), value => Assert.Equal(1, value));
        Assert.All(weights["norm", "beta"].Values.Concat(weights["norm", "moving_mean"].Values), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_seed_decides()
    {
        float[] Kernel(int seed) => WeightInitialization.Create(Graph, seed)["uniform", "kernel"].Values;

        Assert.Equal(Kernel(1), Kernel(1));
        Assert.NotEqual(Kernel(1), Kernel(2));
    }

    [Fact]
    public void An_unknown_initializer_is_named()
    {
        ModelGraph graph = ModelGraph.Create(
            "odd",
            [
                new("input", new InputLayer { Shape = new(4) }, []),
                new("dense", new Dense { Units = 2, KernelInitializer = new("Orthogonal") }, ["input"]),
            ]
        );

        GraphException error = Assert.Throws<GraphException>(() => WeightInitialization.Create(graph, 0));
        Assert.Contains("layer 'dense': weight 'kernel' has the initialiser 'Orthogonal'", error.Message);
    }
}
