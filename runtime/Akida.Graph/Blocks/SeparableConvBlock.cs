using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>
/// A separable convolution → pooling → BatchNormalization → ReLU: one SeparableConv2D when fused, otherwise a DepthwiseConv2D
/// <c>dw_NAME</c>
/// without bias and a 1×1 Conv2D <c>pw_NAME</c>.
/// </summary>
public sealed record SeparableConvBlock : PooledBlock
{
    /// <inheritdoc/>
    public override Padding Padding { get; init; } = Padding.Same;

    /// <summary>Whether one SeparableConv2D layer; null for what the Akida version wants (1.0 fused, 2.0 not).</summary>
    public bool? Fused { get; init; }

    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input) =>
        AddTail(graph, Fused ?? graph.Version == AkidaVersion.V1 ? AddFused(graph, name, input) : AddUnfused(graph, name, input));

    private string AddFused(GraphBuilder graph, string? name, string input)
    {
        SeparableConv2D convolution = new()
        {
            Filters = Filters,
            KernelSize = KernelSize,
            Strides = Strides,
            Padding = Padding,
            UseBias = UseBias,
            DepthwiseInitializer = Kernel,
            PointwiseInitializer = Kernel,
            PointwiseRegularizer = Penalty,
        };
        return graph.Add(name, convolution, input);
    }

    private string AddUnfused(GraphBuilder graph, string? name, string input)
    {
        DepthwiseConv2D depthwise = new()
        {
            KernelSize = KernelSize,
            Strides = Strides,
            Padding = Padding,
            UseBias = false,
            DepthwiseInitializer = Kernel,
        };
        Conv2D pointwise = new()
        {
            Filters = Filters,
            Padding = Padding.Same,
            UseBias = UseBias,
            KernelInitializer = Kernel,
            KernelRegularizer = Penalty,
        };
        string last = graph.Add(name is null ? null : "dw_" + name, depthwise, input);
        return graph.Add(name is null ? null : "pw_" + name, pointwise, last);
    }
}
