namespace Akida.Graph.Operations;

/// <summary>What the two-dimensional poolings have in common.</summary>
public abstract record Pooling2D : Operation
{
    /// <summary>The window.</summary>
    public Size2D PoolSize { get; init; } = new(2);

    /// <summary>Strides; the window's size if not given.</summary>
    public Size2D? Strides { get; init; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; init; }

    /// <summary>The strides in force.</summary>
    public Size2D EffectiveStrides => Strides ?? PoolSize;

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        Windows.RequireMap(inputs[0]);
        return new TensorShape(
            Windows.OutputLength(inputs[0][0], PoolSize.Height, EffectiveStrides.Height, 1, Padding, "pool_size"),
            Windows.OutputLength(inputs[0][1], PoolSize.Width, EffectiveStrides.Width, 1, Padding, "pool_size"),
            inputs[0].Channels
        );
    }
}

/// <summary>The largest value of each window; <c>same</c> pads with minus infinity.</summary>
public sealed record MaxPooling2D : Pooling2D;

/// <summary>The mean of each window.</summary>
public sealed record AveragePooling2D : Pooling2D;

/// <summary>The mean over height and width.</summary>
public sealed record GlobalAveragePooling2D : Operation
{
    /// <summary>Whether the output is 1×1×C instead of C.</summary>
    public bool KeepDims { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        Windows.RequireMap(inputs[0]);
        return KeepDims ? new TensorShape(1, 1, inputs[0].Channels) : new TensorShape(inputs[0].Channels);
    }
}

/// <summary>The mean of each window in time and space.</summary>
public sealed record AveragePooling3D : Operation
{
    /// <summary>The window.</summary>
    public Size3D PoolSize { get; init; } = new(2, 2, 2);

    /// <summary>Strides; the window's size if not given.</summary>
    public Size3D? Strides { get; init; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        Windows.RequireClip(inputs[0]);
        Size3D strides = Strides ?? PoolSize;
        return new TensorShape(
            Windows.OutputLength(inputs[0][0], PoolSize.Time, strides.Time, 1, Padding, "pool_size"),
            Windows.OutputLength(inputs[0][1], PoolSize.Height, strides.Height, 1, Padding, "pool_size"),
            Windows.OutputLength(inputs[0][2], PoolSize.Width, strides.Width, 1, Padding, "pool_size"),
            inputs[0].Channels
        );
    }
}

/// <summary>Repeats rows and columns.</summary>
public sealed record UpSampling2D : Operation
{
    /// <summary>The factors.</summary>
    public Size2D Size { get; init; } = new(2);

    /// <summary><c>nearest</c> or <c>bilinear</c>.</summary>
    public string Interpolation { get; init; } = "nearest";

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        Windows.RequireMap(inputs[0]);
        return new TensorShape(inputs[0][0] * Size.Height, inputs[0][1] * Size.Width, inputs[0].Channels);
    }
}
