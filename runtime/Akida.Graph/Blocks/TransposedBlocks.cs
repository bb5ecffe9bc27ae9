using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>Conv2DTranspose → BatchNormalization → ReLU.</summary>
public sealed record ConvTransposeBlock : ActivatedBlock
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Kernel size.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Strides.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Padding.</summary>
    public Padding Padding { get; init; }

    /// <summary>Dilation; only 1.</summary>
    public Size2D DilationRate { get; init; } = Size2D.One;

    /// <summary>Rows and columns added to the output; only what makes the usual size.</summary>
    public Size2D? OutputPadding { get; init; }

    /// <inheritdoc/>
    public override string? Relu { get; init; } = "ReLU8";

    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input)
    {
        RequireNoDilation(DilationRate);
        Conv2DTranspose convolution = new()
        {
            OutputPadding = OutputPadding,
            Filters = Filters,
            KernelSize = KernelSize,
            Strides = Strides,
            Padding = Padding,
            UseBias = UseBias,
            KernelInitializer = Kernel,
            KernelRegularizer = Penalty,
        };
        string main = graph.Add(name, convolution, input);
        return AddRelu(graph, main, AddBatchNorm(graph, main, main));
    }
}

/// <summary>
/// DepthwiseConv2DTranspose <c>dw_NAME</c> → 1×1 Conv2D <c>pw_NAME</c> → BatchNormalization → ReLU. The output is twice the size.
/// </summary>
public sealed record SepConvTransposeBlock : ActivatedBlock
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Kernel size.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Strides; only 2.</summary>
    public Size2D Strides { get; init; } = new(2);

    /// <summary>Padding; only <c>same</c>.</summary>
    public Padding Padding { get; init; } = Padding.Same;

    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input)
    {
        if (Strides != new Size2D(2))
        {
            throw new GraphException($"strides are {Strides}, a transposed depthwise convolution takes only 2×2", name, "strides");
        }

        if (Padding != Padding.Same)
        {
            throw new GraphException("padding is valid, a transposed depthwise convolution takes only same", name, "padding");
        }

        DepthwiseConv2DTranspose depthwise = new()
        {
            KernelSize = KernelSize,
            Strides = Strides,
            Padding = Padding,
            UseBias = UseBias,
            DepthwiseInitializer = Kernel,
        };
        Conv2D pointwise = new()
        {
            Filters = Filters,
            UseBias = UseBias,
            KernelInitializer = Kernel,
            KernelRegularizer = Penalty,
        };
        string last = graph.Add(name is null ? null : "dw_" + name, depthwise, input);
        string main = graph.Add(name is null ? null : "pw_" + name, pointwise, last);
        return AddRelu(graph, main, AddBatchNorm(graph, main, main));
    }
}
