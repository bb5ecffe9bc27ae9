namespace Akida.Graph.Converted;

/// <summary>A layer of Akida 2.0 with weights.</summary>
public abstract record WeightedAkidaLayerV2(AkidaLayerType Type) : WeightedAkidaLayer(Type)
{
    /// <summary>The lookup activation, or null.</summary>
    public AkidaLookup? Lookup { get; init; }
}

/// <summary>A layer of Akida 2.0 with a kernel on maps.</summary>
public abstract record SpatialLayerV2(AkidaLayerType Type) : WeightedAkidaLayerV2(Type)
{
    /// <summary>The kernel's height and width.</summary>
    public Size2D KernelSize { get; init; }
}

/// <summary>A layer of Akida 2.0 that slides a kernel over a map.</summary>
public abstract record ConvolutionLayerV2(AkidaLayerType Type) : SpatialLayerV2(Type), IAkidaConvolution
{
    /// <inheritdoc/>
    public Size2D Strides { get; init; }

    /// <inheritdoc/>
    public Padding Padding { get; init; }
}

/// <summary>A convolution of the image itself.</summary>
public sealed record InputConv2DLayer() : ConvolutionLayerV2(AkidaLayerType.InputConv2D), IAkidaInputConvolution
{
    /// <inheritdoc/>
    public int Filters { get; init; }

    /// <inheritdoc/>
    public TensorShape InputShape { get; init; }

    /// <inheritdoc/>
    public EquatableArray<int> PaddingValues { get; init; } = [];
}

/// <summary>A convolution.</summary>
public sealed record Conv2DLayer() : ConvolutionLayerV2(AkidaLayerType.Conv2D)
{
    /// <summary>The number of filters.</summary>
    public int Filters { get; init; }
}

/// <summary>A depthwise convolution.</summary>
public sealed record DepthwiseConv2DLayer() : ConvolutionLayerV2(AkidaLayerType.DepthwiseConv2D);

/// <summary>A transposed convolution, of stride 2 and <c>same</c> padding.</summary>
public sealed record Conv2DTransposeLayer() : SpatialLayerV2(AkidaLayerType.Conv2DTranspose)
{
    /// <summary>The number of filters.</summary>
    public int Filters { get; init; }
}

/// <summary>A transposed depthwise convolution, of stride 2 and <c>same</c> padding.</summary>
public sealed record DepthwiseConv2DTransposeLayer() : SpatialLayerV2(AkidaLayerType.DepthwiseConv2DTranspose);

/// <summary>A dense layer.</summary>
public sealed record Dense1DLayer() : WeightedAkidaLayerV2(AkidaLayerType.Dense1D)
{
    /// <summary>The number of outputs.</summary>
    public int Units { get; init; }
}

/// <summary>A layer of Akida 2.0 that keeps frames.</summary>
public abstract record TemporalLayerV2(AkidaLayerType Type) : WeightedAkidaLayerV2(Type)
{
    /// <summary>The frames that it keeps.</summary>
    public int Frames { get; init; }
}

/// <summary>A convolution over the last frames.</summary>
public sealed record BufferTempConvLayer() : TemporalLayerV2(AkidaLayerType.BufferTempConv)
{
    /// <summary>The number of filters.</summary>
    public int Filters { get; init; }
}

/// <summary>A depthwise convolution over the last frames.</summary>
public sealed record DepthwiseBufferTempConvLayer() : TemporalLayerV2(AkidaLayerType.DepthwiseBufferTempConv);
