using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>A block of layers with its parameters: a convolution with pooling, batch normalisation and activation, and the like.</summary>
/// <remarks>The one place where a block becomes layers: models, generated code and the generator's checks all come here.</remarks>
public abstract record LayerBlock
{
    /// <summary>
    /// Adds the block's layers; added layers are called <c>MAIN/maxpool</c>, <c>MAIN/BN</c>, <c>MAIN/relu</c>, … after the last convolution
    /// or dense layer.
    /// </summary>
    /// <returns>The name of the last layer.</returns>
    /// <exception cref="GraphException">A parameter is wrong, or the input does not fit.</exception>
    public abstract string AddTo(GraphBuilder graph, string? name, string input);
}

/// <summary>What the blocks with a batch normalisation and an activation have in common.</summary>
public abstract record ActivatedBlock : LayerBlock
{
    /// <summary>Whether the main layer adds a bias.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Whether a batch normalisation follows.</summary>
    public bool BatchNorm { get; init; }

    /// <summary>The activation: <c>ReLU</c>, <c>ReLU6</c>, … or null or empty for none.</summary>
    public virtual string? Relu { get; init; } = "ReLU3.75";

    /// <summary>How the kernel begins.</summary>
    public string KernelInitializer { get; init; } = "GlorotUniform";

    /// <summary>The L2 penalty of the kernel in training; 0 for none.</summary>
    public double KernelL2 { get; init; }

    private protected Initializer Kernel =>
        Initializer.Known.Contains(KernelInitializer)
            ? new(KernelInitializer)
            : throw new GraphException(
                $"kernel initializer is '{KernelInitializer}', must be one of {string.Join(", ", Initializer.Known)}",
                setting: "kernel_initializer"
            );

    private protected Regularizer? Penalty => KernelL2 == 0 ? null : Regularizer.L2(KernelL2);

    private protected static void RequireNoDilation(Size2D dilationRate)
    {
        if (dilationRate != Size2D.One)
        {
            throw new GraphException($"dilation rate is {dilationRate}, must be 1", setting: "dilation_rate");
        }
    }

    private protected string AddBatchNorm(GraphBuilder graph, string main, string last) =>
        BatchNorm ? graph.Add(main + "/BN", new BatchNormalization { Axis = graph.Shape(last).Rank }, last) : last;

    private protected string AddRelu(GraphBuilder graph, string main, string last) =>
        ReluActivation.Parse(Relu) is { } activation ? graph.Add(activation is ReLU ? main + "/relu" : null, activation, last) : last;
}

/// <summary>
/// What the blocks with pooling have in common: main layer → pooling → batch normalisation → ReLU → late global average pooling.
/// </summary>
public abstract record PooledBlock : ActivatedBlock
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Kernel size.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Strides.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Padding, of a max pooling too.</summary>
    public virtual Padding Padding { get; init; }

    /// <summary>Pooling.</summary>
    public Pooling Pooling { get; init; }

    /// <summary>The window and strides of a max pooling.</summary>
    public Size2D PoolSize { get; init; } = new(2);

    /// <summary>
    /// Whether global average pooling comes after the ReLU; null for what the Akida version wants (1.0 before, 2.0 after).
    /// </summary>
    public bool? PostReluGap { get; init; }

    private protected string AddTail(GraphBuilder graph, string main)
    {
        bool late = PostReluGap ?? graph.Version != AkidaVersion.V1;
        string last = main;
        if (Pooling == Pooling.Max)
        {
            last = graph.Add(
                main + "/maxpool",
                new MaxPooling2D
                {
                    PoolSize = PoolSize,
                    Strides = PoolSize,
                    Padding = Padding,
                },
                last
            );
        }
        else if (Pooling == Pooling.GlobalAverage && !late)
        {
            last = AddGlobalAverage(last);
        }

        last = AddRelu(graph, main, AddBatchNorm(graph, main, last));
        return Pooling == Pooling.GlobalAverage && late ? AddGlobalAverage(last) : last;

        string AddGlobalAverage(string input) => graph.Add(main + "/global_avg", new GlobalAveragePooling2D(), input);
    }
}
