namespace Akida.Graph.Operations;

/// <summary><c>min(max(x, 0), max_value)</c>.</summary>
public sealed record ReLU : PointwiseOperation
{
    /// <summary>The upper bound, or none.</summary>
    public double? MaxValue { get; init; }

    /// <summary>The slope below the threshold; Akida takes only 0.</summary>
    public double NegativeSlope { get; init; }

    /// <summary>The threshold; Akida takes only 0.</summary>
    public double Threshold { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) =>
        MaxValue is null or >= 0
            ? inputs[0]
            : throw new GraphException(
                FormattableString.Invariant($"the bound of the ReLU is {MaxValue}, must be at least 0"),
                setting: "max_value"
            );
}

/// <summary>
/// An activation by name: <c>softmax</c>, <c>sigmoid</c>, <c>gelu</c>, <c>swish</c>, <c>hard_silu</c>, <c>leaky_relu</c>, …
/// </summary>
public sealed record Activation : PointwiseOperation
{
    /// <summary>The Keras name of the function.</summary>
    public required string Function { get; init; }

    /// <summary>The slope of <c>leaky_relu</c>.</summary>
    public double Alpha { get; init; } = 0.2;

    /// <summary>Whether Akida 2.0 has the function as a lookup table.</summary>
    public bool IsLookup => Function is "gelu" or "swish" or "hard_silu" or "leaky_relu";
}

/// <summary>
/// A function of TensorFlow that Keras wraps in a layer when it is called on a layer's output (Keras class <c>TFOpLambda</c>).
/// The tools can neither quantise nor convert it; <see cref="Activation"/> is the layer that they take.
/// </summary>
public sealed record TensorFlowFunction : PointwiseOperation
{
    /// <summary>The function's name in the module <c>tf</c>: <c>nn.silu</c> or <c>nn.gelu</c>.</summary>
    public required string Function { get; init; }

    /// <inheritdoc/>
    public override string ClassName => "TFOpLambda";

    /// <inheritdoc/>
    public override string AutomaticName => "tf." + Function;
}

/// <summary>The Keras layer <c>Softmax</c>.</summary>
public sealed record Softmax : PointwiseOperation
{
    /// <summary>The axis.</summary>
    public int Axis { get; init; } = -1;
}

/// <summary>The Keras layer <c>LeakyReLU</c>.</summary>
public sealed record LeakyReLU : PointwiseOperation
{
    /// <summary>The slope below zero.</summary>
    public double Alpha { get; init; } = 0.3;
}

/// <summary>The Keras layer <c>PReLU</c>: a leaky ReLU with learned slopes.</summary>
public sealed record PReLU : PointwiseOperation
{
    /// <summary>Axes (1-based, without batch) that share a slope.</summary>
    public EquatableArray<int> SharedAxes { get; init; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [
            new(
                "alpha",
                TensorShape.Of(inputs[0].Dimensions.Select((size, axis) => SharedAxes.Contains(axis + 1) ? 1 : size)),
                Initializer.Zeros
            ),
        ];
}

/// <summary>Batch normalisation over the last axis: <c>(x - mean) · gamma / sqrt(variance + epsilon) + beta</c>.</summary>
public sealed record BatchNormalization : PointwiseOperation
{
    /// <summary>The axis, counted with the batch dimension; only the last can be folded.</summary>
    public required int Axis { get; init; }

    /// <summary>How much of the moving statistics a step keeps.</summary>
    public double Momentum { get; init; } = 0.99;

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; init; } = 0.001;

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether gamma multiplies.</summary>
    public bool Scale { get; init; } = true;

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        int axis = Axis < 0 ? Axis + inputs[0].Rank + 1 : Axis;
        return axis >= 1 && axis <= inputs[0].Rank
            ? inputs[0]
            : throw new GraphException($"axis is {Axis}, the input {inputs[0]} has axes 1 to {inputs[0].Rank}", setting: "axis");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        int axis = Axis < 0 ? Axis + inputs[0].Rank + 1 : Axis;
        TensorShape shape = new(inputs[0][axis - 1]);
        return
        [
            .. Scale ? [new WeightSpec("gamma", shape, Initializer.Ones)] : Array.Empty<WeightSpec>(),
            .. Center ? [new WeightSpec("beta", shape, Initializer.Zeros)] : Array.Empty<WeightSpec>(),
            new("moving_mean", shape, Initializer.Zeros, false),
            new("moving_variance", shape, Initializer.Ones, false),
        ];
    }
}

/// <summary>Drops values while training.</summary>
public sealed record Dropout : PointwiseOperation
{
    /// <summary>The share that is dropped.</summary>
    public required double Rate { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) =>
        Rate is >= 0 and <= 1
            ? inputs[0]
            : throw new GraphException(FormattableString.Invariant($"rate is {Rate}, must be 0 to 1"), setting: "rate");
}

/// <summary>A penalty on the activity while training; does nothing else.</summary>
public sealed record ActivityRegularization : PointwiseOperation
{
    /// <summary>Factor of the sum of magnitudes.</summary>
    public double L1 { get; init; }

    /// <summary>Factor of the sum of squares.</summary>
    public double L2 { get; init; }
}
