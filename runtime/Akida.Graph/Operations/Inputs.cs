namespace Akida.Graph.Operations;

/// <summary>The input of a model.</summary>
public sealed record InputLayer : Operation
{
    /// <summary>The shape of one input, without batch.</summary>
    public required TensorShape Shape { get; init; }

    /// <summary>The type of the values.</summary>
    public DataType DType { get; init; } = DataType.Float32;

    /// <inheritdoc/>
    public override int MinInputs => 0;

    /// <inheritdoc/>
    public override int MaxInputs => 0;

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) =>
        Shape.Dimensions.Any(size => size < 1)
            ? throw new GraphException($"input shape {Shape} must be positive", setting: "batch_input_shape")
            : Shape;
}

/// <summary><c>x · scale + offset</c>, with one value or one per channel.</summary>
public sealed record Rescaling : PointwiseOperation
{
    /// <summary>The factor: one, or one per channel.</summary>
    public required EquatableArray<double> Scale { get; init; }

    /// <summary>What is added: one, or one per channel.</summary>
    public EquatableArray<double> Offset { get; init; } = [0.0];

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        RequireFinite(Scale, inputs[0].Channels, "scale");
        RequireFinite(Offset, inputs[0].Channels, "offset");
        return inputs[0];
    }

    private static void RequireFinite(EquatableArray<double> values, int channels, string setting)
    {
        if (values.Count != 1 && values.Count != channels)
        {
            throw new GraphException(
                $"{setting} has {values.Count} values, must have one, or one for each of the {channels} channels",
                setting: setting
            );
        }

        foreach (double value in values)
        {
            if (double.IsNaN(value) || double.IsInfinity(value))
            {
                throw new GraphException(
                    $"{setting} is {value.ToString(System.Globalization.CultureInfo.InvariantCulture)}, must be finite",
                    setting: setting
                );
            }
        }
    }
}

/// <summary>Makes a float input fixed point (QuantizeML).</summary>
public sealed record InputQuantizer : PointwiseOperation
{
    /// <summary>Bits.</summary>
    public int Bitwidth { get; init; } = 8;

    /// <summary>Whether the integers are signed.</summary>
    public bool Signed { get; init; }

    /// <summary>One range per tensor or per channel.</summary>
    public QuantizerAxis Axis { get; init; } = QuantizerAxis.PerAxis;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        TensorShape shape = Axis == QuantizerAxis.PerAxis ? new TensorShape(inputs[0].Channels) : new TensorShape();
        return [new("range_min", shape, Initializer.Ones, false), new("range_max", shape, Initializer.Ones, false)];
    }
}

/// <summary>Turns integers back into floats (QuantizeML).</summary>
public sealed record Dequantizer : PointwiseOperation;
