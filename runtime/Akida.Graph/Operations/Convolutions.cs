namespace Akida.Graph.Operations;

/// <summary>What the two-dimensional convolutions have in common.</summary>
public abstract record Convolution2D : WeightedOperation
{
    /// <summary>Kernel size.</summary>
    public Size2D KernelSize { get; init; } = Size2D.One;

    /// <summary>Strides.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Padding.</summary>
    public Padding Padding { get; init; }

    /// <summary>Dilation; Akida takes only 1.</summary>
    public Size2D DilationRate { get; init; } = Size2D.One;

    /// <summary>Groups of channels; Akida takes only 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>An activation inside the layer (<c>linear</c> for none); quantising makes it a layer of its own.</summary>
    public string Activation { get; init; } = "linear";

    private protected (int Height, int Width) OutputSize(TensorShape input)
    {
        Windows.RequireMap(input);
        return (
            Windows.OutputLength(input[0], KernelSize.Height, Strides.Height, DilationRate.Height, Padding),
            Windows.OutputLength(input[1], KernelSize.Width, Strides.Width, DilationRate.Width, Padding)
        );
    }
}

/// <summary>A convolution over all channels. Input <c>H×W×C</c>, kernel <c>h×w×C/groups×filters</c>.</summary>
public sealed record Conv2D : Convolution2D
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>How the kernel begins.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>The kernel's penalty in training.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>
    /// What <c>same</c> padding pads with instead of 0 (one value, or one per channel); QuantizeML's <c>PaddedConv2D</c>.
    /// </summary>
    public EquatableArray<float>? PaddingValue { get; init; }

    /// <inheritdoc/>
    public override string ClassName => PaddingValue is null ? "Conv2D" : "PaddedConv2D";

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        RequirePositive(Filters);
        (int height, int width) = OutputSize(inputs[0]);
        if (Groups < 1 || inputs[0].Channels % Groups != 0 || Filters % Groups != 0)
        {
            throw new GraphException(
                $"groups is {Groups}, must divide the {inputs[0].Channels} input channels and the {Filters} filters",
                setting: "groups"
            );
        }

        if (PaddingValue is { } values)
        {
            RequirePadding(values, inputs[0].Channels);
        }

        return new TensorShape(height, width, Filters);
    }

    private static void RequirePadding(EquatableArray<float> values, int channels)
    {
        if (values.Count != 1 && values.Count != channels)
        {
            throw new GraphException(
                $"padding value has {values.Count} values, must have one, or one for each of the {channels} channels",
                setting: "padding_value"
            );
        }

        if (values.Any(value => float.IsNaN(value) || float.IsInfinity(value)))
        {
            throw new GraphException("padding value must be finite", setting: "padding_value");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [
            new("kernel", new TensorShape(KernelSize.Height, KernelSize.Width, inputs[0].Channels / Groups, Filters), KernelInitializer),
            .. Bias(Filters),
        ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs) =>
        InferShape(inputs).Elements * KernelSize.Height * KernelSize.Width * (inputs[0].Channels / Groups);
}

/// <summary>A convolution of each channel on its own. Input <c>H×W×C</c>, kernel <c>h×w×C×1</c>.</summary>
public sealed record DepthwiseConv2D : Convolution2D
{
    /// <summary>Outputs per input channel; Akida takes only 1.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>How the kernel begins.</summary>
    public Initializer DepthwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <inheritdoc/>
    public override string KernelName => "depthwise_kernel";

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        (int height, int width) = OutputSize(inputs[0]);
        return new TensorShape(height, width, inputs[0].Channels * DepthMultiplier);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [
            new(
                "depthwise_kernel",
                new TensorShape(KernelSize.Height, KernelSize.Width, inputs[0].Channels, DepthMultiplier),
                DepthwiseInitializer
            ),
            .. Bias(inputs[0].Channels * DepthMultiplier),
        ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs) =>
        InferShape(inputs).Elements * KernelSize.Height * KernelSize.Width;
}

/// <summary>A depthwise and a 1×1 convolution in one layer. Kernels <c>h×w×C×1</c> and <c>1×1×C×filters</c>.</summary>
public sealed record SeparableConv2D : Convolution2D
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Depthwise outputs per input channel; Akida takes only 1.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>How the depthwise kernel begins.</summary>
    public Initializer DepthwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>How the pointwise kernel begins.</summary>
    public Initializer PointwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>The pointwise kernel's penalty in training.</summary>
    public Regularizer? PointwiseRegularizer { get; init; }

    /// <inheritdoc/>
    public override string KernelName => "pointwise_kernel";

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        RequirePositive(Filters);
        (int height, int width) = OutputSize(inputs[0]);
        return new TensorShape(height, width, Filters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [
            new(
                "depthwise_kernel",
                new TensorShape(KernelSize.Height, KernelSize.Width, inputs[0].Channels, DepthMultiplier),
                DepthwiseInitializer
            ),
            new("pointwise_kernel", new TensorShape(1, 1, inputs[0].Channels * DepthMultiplier, Filters), PointwiseInitializer),
            .. Bias(Filters),
        ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs)
    {
        TensorShape output = InferShape(inputs);
        long positions = (long)output[0] * output[1],
            channels = (long)inputs[0].Channels * DepthMultiplier;
        return positions * channels * ((KernelSize.Height * KernelSize.Width) + Filters);
    }
}

/// <summary>A transposed convolution. Input <c>H×W×C</c>, kernel <c>h×w×filters×C</c>.</summary>
public sealed record Conv2DTranspose : Convolution2D
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>How the kernel begins.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>The kernel's penalty in training.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>
    /// Rows and columns beyond what the window covers, which choose among the sizes that the stride allows; null for the usual one, the
    /// only one that is allowed.
    /// </summary>
    public Size2D? OutputPadding { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        RequirePositive(Filters);
        TensorShape output = Windows.TransposedMap(inputs[0], KernelSize, Strides, Padding, Filters);
        if (OutputPadding is { } added)
        {
            RequireUsualSize(added.Height, inputs[0][0], KernelSize.Height, Strides.Height, output[0]);
            RequireUsualSize(added.Width, inputs[0][1], KernelSize.Width, Strides.Width, output[1]);
        }

        return output;
    }

    private void RequireUsualSize(int added, int input, int kernel, int stride, int usual)
    {
        int covered = ((input - 1) * stride) + kernel - (Padding == Padding.Same ? 2 * (kernel / 2) : 0);
        if (covered + added != usual)
        {
            throw new GraphException(
                $"output padding is {OutputPadding} and makes {covered + added} of {input}, must make {usual}",
                setting: "output_padding"
            );
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [
            new("kernel", new TensorShape(KernelSize.Height, KernelSize.Width, Filters, inputs[0].Channels), KernelInitializer),
            .. Bias(Filters),
        ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs) =>
        inputs[0].Elements * KernelSize.Height * KernelSize.Width * Filters;
}

/// <summary>A transposed convolution of each channel on its own. Kernel <c>h×w×C×1</c>.</summary>
public sealed record DepthwiseConv2DTranspose : Convolution2D
{
    /// <summary>Outputs per input channel; Akida takes only 1.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>How the kernel begins.</summary>
    public Initializer DepthwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <inheritdoc/>
    public override string KernelName => "depthwise_kernel";

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) =>
        Windows.TransposedMap(inputs[0], KernelSize, Strides, Padding, inputs[0].Channels);

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [
            new(
                "depthwise_kernel",
                new TensorShape(KernelSize.Height, KernelSize.Width, inputs[0].Channels, DepthMultiplier),
                DepthwiseInitializer
            ),
            .. Bias(inputs[0].Channels * DepthMultiplier),
        ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs) => inputs[0].Elements * KernelSize.Height * KernelSize.Width;
}

/// <summary>A convolution over time and space. Input <c>T×H×W×C</c>, kernel <c>t×h×w×C/groups×filters</c>.</summary>
public sealed record Conv3D : WeightedOperation
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Kernel size.</summary>
    public Size3D KernelSize { get; init; } = Size3D.One;

    /// <summary>Strides.</summary>
    public Size3D Strides { get; init; } = Size3D.One;

    /// <summary>Padding.</summary>
    public Padding Padding { get; init; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>An activation inside the layer.</summary>
    public string Activation { get; init; } = "linear";

    /// <summary>How the kernel begins.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>The kernel's penalty in training.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        RequirePositive(Filters);
        Windows.RequireClip(inputs[0]);
        TensorShape input = inputs[0];
        if (Groups < 1 || input.Channels % Groups != 0 || Filters % Groups != 0)
        {
            throw new GraphException(
                $"groups is {Groups}, must divide the {input.Channels} input channels and the {Filters} filters",
                setting: "groups"
            );
        }

        return new TensorShape(
            Windows.OutputLength(input[0], KernelSize.Time, Strides.Time, 1, Padding),
            Windows.OutputLength(input[1], KernelSize.Height, Strides.Height, 1, Padding),
            Windows.OutputLength(input[2], KernelSize.Width, Strides.Width, 1, Padding),
            Filters
        );
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [
            new(
                "kernel",
                new TensorShape(KernelSize.Time, KernelSize.Height, KernelSize.Width, inputs[0].Channels / Groups, Filters),
                KernelInitializer
            ),
            .. Bias(Filters),
        ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs) =>
        InferShape(inputs).Elements * KernelSize.Time * KernelSize.Height * KernelSize.Width * (inputs[0].Channels / Groups);
}

/// <summary>
/// A 1×1 convolution over the last <see cref="KernelSize"/> frames (QuantizeML). Kernel <c>1×1×t·C×filters</c>, oldest frame first.
/// </summary>
public sealed record BufferTempConv : WeightedOperation
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>How many frames are kept.</summary>
    public required int KernelSize { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        RequirePositive(Filters);
        Windows.RequireMap(inputs[0]);
        return inputs[0].WithChannels(Filters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [new("kernel", new TensorShape(1, 1, KernelSize * inputs[0].Channels, Filters), Initializer.GlorotUniform), .. Bias(Filters)];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs) => inputs[0].Elements * KernelSize * Filters;
}

/// <summary>
/// A weighted sum of the last <see cref="KernelSize"/> frames, each channel on its own (QuantizeML). Kernel <c>t×C</c>, oldest frame first.
/// </summary>
public sealed record DepthwiseBufferTempConv : WeightedOperation
{
    /// <summary>How many frames are kept.</summary>
    public required int KernelSize { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        Windows.RequireMap(inputs[0]);
        return inputs[0];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [new("kernel", new TensorShape(KernelSize, inputs[0].Channels), Initializer.GlorotUniform), .. Bias(inputs[0].Channels)];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs) => inputs[0].Elements * KernelSize;
}

/// <summary>A matrix product on the last axis. Kernel <c>C×units</c>.</summary>
public sealed record Dense : WeightedOperation
{
    /// <summary>Outputs.</summary>
    public required int Units { get; init; }

    /// <summary>An activation inside the layer.</summary>
    public string Activation { get; init; } = "linear";

    /// <summary>How the kernel begins.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>The kernel's penalty in training.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        if (Units < 1)
        {
            throw new GraphException($"units is {Units}, must be at least 1", setting: "units");
        }

        return inputs[0].WithChannels(Units);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [new("kernel", new TensorShape(inputs[0].Channels, Units), KernelInitializer), .. Bias(Units)];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs) => inputs[0].Elements * Units;
}
