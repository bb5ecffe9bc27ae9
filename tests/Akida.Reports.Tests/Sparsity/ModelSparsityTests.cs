using System.Buffers.Binary;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Inference;
using Akida.Reports.Sparsity;

namespace Akida.Reports.Tests.Sparsity;

/// <summary>Sparsity counts the zeros that layers put out.</summary>
public sealed class ModelSparsityTests
{
    private static readonly NpyArray Samples = new([2, 4], new float[] { -1, 2, -3, 4, 5, -6, 7, 8 });

    [Fact]
    public void Zeros_and_values_are_counted_over_all_samples()
    {
        string[] layers = ["relu", "capped"];

        ModelSparsity sparsity = ModelSparsity.Measure(ModelRunner.Of(Rectifiers()).Run(Samples, layers), layers);

        Assert.Equal([new LayerSparsity("relu", 3, 8), new LayerSparsity("capped", 3, 8)], sparsity.Layers);
        Assert.Equal(0.375, sparsity.Layers[0].Share);
        Assert.Equal(0.375, sparsity.Mean);
    }

    [Fact]
    public void Rectifiers_are_measured_where_no_layers_are_named() =>
        Assert.Equal(["relu", "capped"], ModelSparsity.DefaultLayers(new KerasModelFile(Rectifiers())));

    [Fact]
    public void The_plot_grows_with_the_layers_up_to_a_limit()
    {
        byte[] few = SparsityPlot.Create("net", new ModelSparsity([new("relu", 1, 2)]));
        LayerSparsity[] layers = [.. Enumerable.Range(0, 900).Select(i => new LayerSparsity($"relu_{i}", i, 900))];
        byte[] many = SparsityPlot.Create("net", new ModelSparsity(layers));

        Assert.Equal((1000, 132), SizeOf(few));
        Assert.Equal((1000, 16_000), SizeOf(many));
    }

    private static Model Rectifiers() =>
        new(
            ModelGraph.Create(
                "net",
                [
                    new LayerNode("input", new InputLayer { Shape = new TensorShape(4) }, []),
                    new LayerNode("relu", new ReLU(), ["input"]),
                    new LayerNode("capped", new ReLU { MaxValue = 6 }, ["relu"]),
                ]
            ),
            WeightSet.Empty
        );

    // Width and height stand at bytes 16 and 20 of a PNG, the most significant byte first.
    private static (int Width, int Height) SizeOf(byte[] png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
}
