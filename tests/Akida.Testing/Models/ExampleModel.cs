using Akida.Graph;
using Akida.Graph.Building;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;

namespace Akida.Testing.Models;

/// <summary>A small model: what is added follows the last layer.</summary>
/// <param name="version">The Akida version.</param>
public sealed class ExampleModel(AkidaVersion version)
{
    private readonly GraphBuilder graph = new("example", version);
    private string last = "";

    /// <summary>The bits that it is quantised with.</summary>
    public BitWidths Bits { get; set; } = BitWidths.UsualFor(version);

    /// <summary>What is known of the weights.</summary>
    public IWeightFacts? Weights { get; set; }

    /// <summary>The outputs; the layers that nobody takes if not given.</summary>
    public string[]? Outputs { get; set; }

    /// <summary>The name of the last layer.</summary>
    public string Last => last;

    /// <summary>The graph.</summary>
    public ModelGraph Build() => Outputs is null ? graph.Build() : ModelGraph.Create("example", graph.Layers, Outputs);

    /// <summary>The input: an image of bytes unless said otherwise.</summary>
    public ExampleModel Input(int height = 16, int width = 16, int channels = 3, DataType type = DataType.UInt8, string name = "input") =>
        Add(new InputLayer { Shape = new TensorShape(height, width, channels), DType = type }, name, []);

    /// <summary>An input convolution with its ReLU.</summary>
    public ExampleModel Stem(int height = 16, int width = 16, int channels = 3, int filters = 8) =>
        Input(height, width, channels).Convolution(filters).Relu();

    /// <summary>A 3×3 convolution, padded.</summary>
    public ExampleModel Convolution(int filters = 8, Func<Conv2D, Conv2D>? change = null) =>
        Add(
            (change ?? (same => same))(
                new Conv2D
                {
                    Filters = filters,
                    KernelSize = 3,
                    Padding = Padding.Same,
                }
            )
        );

    /// <summary>A bounded ReLU.</summary>
    public ExampleModel Relu() => Add(new ReLU { MaxValue = 6 });

    /// <summary>A dense layer at the end, with what makes its input flat.</summary>
    public ExampleModel Head() => (graph.Shape(last).Rank == 1 ? this : Add(new Flatten())).Add(new Dense { Units = 4 });

    /// <summary>A layer behind the last one, or behind others.</summary>
    public ExampleModel Add(Operation operation, string? name = null, params string[]? inputs)
    {
        last = graph.Add(name, operation, inputs is { Length: > 0 } || operation is InputLayer ? inputs ?? [] : [last]);
        return this;
    }
}
