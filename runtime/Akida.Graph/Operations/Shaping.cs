namespace Akida.Graph.Operations;

/// <summary>All dimensions in one, row-major.</summary>
public sealed record Flatten : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => new((int)inputs[0].Elements);
}

/// <summary>Another shape of as many elements.</summary>
public sealed record Reshape : Operation
{
    /// <summary>The new shape without batch; one size may be -1.</summary>
    public required EquatableArray<int> TargetShape { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        long elements = inputs[0].Elements,
            known = TargetShape.Where(size => size != -1).Aggregate(1L, (product, size) => product * size);
        if (TargetShape.Count(size => size == -1) == 1 && known > 0 && elements % known == 0)
        {
            return TensorShape.Of(TargetShape.Select(size => size == -1 ? (int)(elements / known) : size));
        }

        TensorShape target = new(TargetShape);
        return TargetShape.All(size => size > 0) && known == elements
            ? target
            : throw new GraphException(
                $"target shape {target} does not hold the {elements} elements of {inputs[0]}",
                setting: "target_shape"
            );
    }
}

/// <summary>Another order of the dimensions.</summary>
public sealed record Permute : Operation
{
    /// <summary>For each output dimension the input dimension, counted from 1.</summary>
    public required EquatableArray<int> Dims { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        TensorShape input = inputs[0];
        return Dims.OrderBy(d => d).SequenceEqual(Enumerable.Range(1, input.Rank))
            ? TensorShape.Of(Dims.Select(d => input[d - 1]))
            : throw new GraphException($"dims {Dims} is no order of 1 to {input.Rank}", setting: "dims");
    }
}

/// <summary>Zeros around a map.</summary>
public sealed record ZeroPadding2D : Operation
{
    /// <summary>Rows before and after.</summary>
    public (int Before, int After) Rows { get; init; } = (1, 1);

    /// <summary>Columns before and after.</summary>
    public (int Before, int After) Columns { get; init; } = (1, 1);

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        Windows.RequireMap(inputs[0]);
        return new TensorShape(inputs[0][0] + Rows.Before + Rows.After, inputs[0][1] + Columns.Before + Columns.After, inputs[0].Channels);
    }
}

/// <summary>Cuts the borders of a map away.</summary>
public sealed record Cropping2D : Operation
{
    /// <summary>Rows at the start and the end.</summary>
    public (int Before, int After) Rows { get; init; }

    /// <summary>Columns at the start and the end.</summary>
    public (int Before, int After) Columns { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        Windows.RequireMap(inputs[0]);
        int height = inputs[0][0] - Rows.Before - Rows.After,
            width = inputs[0][1] - Columns.Before - Columns.After;
        return height > 0 && width > 0
            ? new TensorShape(height, width, inputs[0].Channels)
            : throw new GraphException($"nothing is left of {inputs[0]} after cropping", setting: "cropping");
    }
}

/// <summary>Zeros around a clip.</summary>
public sealed record ZeroPadding3D : Operation
{
    /// <summary>Frames before and after.</summary>
    public (int Before, int After) Time { get; init; }

    /// <summary>Rows before and after.</summary>
    public (int Before, int After) Rows { get; init; }

    /// <summary>Columns before and after.</summary>
    public (int Before, int After) Columns { get; init; }

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        Windows.RequireClip(inputs[0]);
        TensorShape i = inputs[0];
        return new TensorShape(
            i[0] + Time.Before + Time.After,
            i[1] + Rows.Before + Rows.After,
            i[2] + Columns.Before + Columns.After,
            i.Channels
        );
    }
}
