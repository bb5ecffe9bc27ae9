namespace Akida.Integers;

/// <summary>A layer that sums products with weights: accumulates, adds the bias, saturates after each.</summary>
public abstract record IntegerWeightedLayer(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>The weights (of a separable convolution: the pointwise ones); the layout is each layer's.</summary>
    public required EquatableArray<sbyte> Weights { get; init; }

    /// <summary>Bits of the weights, the sign included.</summary>
    public required int WeightBits { get; init; }

    /// <summary>Value bits of the accumulators.</summary>
    public required int BufferValueBits { get; init; }

    /// <summary>The bias, or null.</summary>
    public AlignedValues? Bias { get; init; }

    /// <summary>Multiply-adds for one input.</summary>
    public virtual long MultiplyAdds => Positions(Output.Shape) * Weights.Count;

    private protected static long Positions(TensorShape shape) => shape.Elements / shape.Channels;
}

/// <summary>A layer whose kernel slides over a map.</summary>
public abstract record IntegerConvolution(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerWeightedLayer(Name, Inputs, Output)
{
    /// <summary>The shape of the input.</summary>
    public required TensorShape InputShape { get; init; }

    /// <summary>Kernel size.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Strides.</summary>
    public required Size2D Strides { get; init; }

    /// <summary>Padding.</summary>
    public required Padding Padding { get; init; }
}

/// <summary>A convolution over all channels. Weights <c>h×w×C×filters</c>.</summary>
public sealed record IntegerConv2D(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerConvolution(Name, Inputs, Output)
{
    /// <summary>What <c>same</c> padding pads with (one value, or one per input channel), after the input shifts; null for 0.</summary>
    public AlignedValues? PaddingValue { get; init; }
}

/// <summary>A convolution of each channel on its own. Weights <c>h×w×C</c>.</summary>
public sealed record IntegerDepthwiseConv2D(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerConvolution(Name, Inputs, Output);

/// <summary>
/// A depthwise and a 1×1 convolution in one, with saturation but no other step between. Weights (pointwise) <c>C×filters</c>.
/// </summary>
public sealed record IntegerSeparableConv2D(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerConvolution(Name, Inputs, Output)
{
    /// <summary>The depthwise weights, <c>h×w×C</c>.</summary>
    public required EquatableArray<sbyte> DepthwiseWeights { get; init; }

    /// <summary>Bits of the depthwise weights.</summary>
    public required int DepthwiseWeightBits { get; init; }

    /// <inheritdoc/>
    public override long MultiplyAdds => Positions(Output.Shape) * ((long)Weights.Count + DepthwiseWeights.Count);
}

/// <summary>A transposed convolution. Weights <c>h×w×C×filters</c> (Keras stores filters before channels).</summary>
public sealed record IntegerConv2DTranspose(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerConvolution(Name, Inputs, Output)
{
    /// <inheritdoc/>
    public override long MultiplyAdds => Positions(InputShape) * Weights.Count;
}

/// <summary>A transposed convolution of each channel on its own. Weights <c>h×w×C</c>.</summary>
public sealed record IntegerDepthwiseConv2DTranspose(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerConvolution(Name, Inputs, Output)
{
    /// <inheritdoc/>
    public override long MultiplyAdds => Positions(InputShape) * Weights.Count;
}

/// <summary>A matrix product on the last axis. Weights <c>C×units</c>.</summary>
public sealed record IntegerDense(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerWeightedLayer(Name, Inputs, Output);

/// <summary>
/// A 1×1 convolution over the last frames, which are kept unaligned and begin as zeros. Weights <c>T×C×filters</c>, oldest frame first.
/// </summary>
public sealed record IntegerBufferTempConv(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerWeightedLayer(Name, Inputs, Output)
{
    /// <summary>How many frames are kept, the newest included.</summary>
    public required int Frames { get; init; }
}

/// <summary>
/// A weighted sum of the last frames, each channel on its own; frames are kept unaligned and begin as zeros. Weights <c>T×C</c>, oldest
/// first.
/// </summary>
public sealed record IntegerDepthwiseBufferTempConv(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerWeightedLayer(Name, Inputs, Output)
{
    /// <summary>How many frames are kept, the newest included.</summary>
    public required int Frames { get; init; }
}
