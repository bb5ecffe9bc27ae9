using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>Conv2D → pooling → BatchNormalization → ReLU.</summary>
public sealed record ConvBlock : PooledBlock
{
    /// <summary>Groups of channels.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Dilation; only 1.</summary>
    public Size2D DilationRate { get; init; } = Size2D.One;

    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input)
    {
        RequireNoDilation(DilationRate);
        Conv2D convolution = new()
        {
            Filters = Filters,
            KernelSize = KernelSize,
            Strides = Strides,
            Padding = Padding,
            UseBias = UseBias,
            Groups = Groups,
            KernelInitializer = Kernel,
            KernelRegularizer = Penalty,
        };
        return AddTail(graph, graph.Add(name, convolution, input));
    }
}
