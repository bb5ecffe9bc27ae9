namespace Akida.Graph.Converted;

/// <summary>A layer of Akida 1.0 with weights; its activations count the steps by which a potential passes a threshold.</summary>
public abstract record WeightedAkidaLayerV1(AkidaLayerType Type) : WeightedAkidaLayer(Type)
{
    /// <summary>
    /// What the chip holds in place of the weights (of a separable convolution: the depthwise ones) where its limits changed them, or null.
    /// </summary>
    public WeightTensor? LimitedWeights { get; init; }

    /// <summary>What is subtracted from potentials, one for each channel; none without a bias or activation.</summary>
    public EquatableArray<int> Thresholds { get; init; } = [];

    /// <summary>The steps that an activation counts, one for each channel.</summary>
    public EquatableArray<float> ActivationSteps { get; init; } = [];

    /// <summary>What the last layer's integers are multiplied with to give floats; none of other layers.</summary>
    public EquatableArray<float> Scales { get; init; } = [];
}

/// <summary>A layer of Akida 1.0 that slides a kernel over a map.</summary>
public abstract record ConvolutionLayerV1(AkidaLayerType Type) : WeightedAkidaLayerV1(Type), IAkidaConvolution
{
    /// <summary>The number of filters.</summary>
    public int Filters { get; init; }

    /// <inheritdoc/>
    public Size2D KernelSize { get; init; }

    /// <inheritdoc/>
    public Size2D Strides { get; init; }

    /// <inheritdoc/>
    public Padding Padding { get; init; }
}

/// <summary>A convolution of the image itself.</summary>
public sealed record InputConvolutionalLayer() : ConvolutionLayerV1(AkidaLayerType.InputConvolutional), IAkidaInputConvolution
{
    /// <inheritdoc/>
    public TensorShape InputShape { get; init; }

    /// <inheritdoc/>
    public EquatableArray<int> PaddingValues { get; init; } = [];
}

/// <summary>A convolution.</summary>
public sealed record ConvolutionalLayer() : ConvolutionLayerV1(AkidaLayerType.Convolutional);

/// <summary>A depthwise convolution and one of 1×1.</summary>
public sealed record SeparableConvolutionalLayer() : ConvolutionLayerV1(AkidaLayerType.SeparableConvolutional)
{
    /// <summary>The weights of the 1×1 convolution.</summary>
    public WeightTensor PointwiseWeights { get; init; } = new(default, []);
}

/// <summary>A dense layer.</summary>
public sealed record FullyConnectedLayer() : WeightedAkidaLayerV1(AkidaLayerType.FullyConnected)
{
    /// <summary>The number of outputs.</summary>
    public int Units { get; init; }

    /// <summary>
    /// The map whose flattened order the weights were changed to fit; 1×1×n if they were not, null if nothing was flattened.
    /// </summary>
    public TensorShape? FlattenShape { get; init; }
}
