namespace Akida.Graph.Operations;

/// <summary>An operation that joins several tensors.</summary>
public abstract record JoinOperation : Operation
{
    /// <inheritdoc/>
    public override int MinInputs => 2;

    /// <inheritdoc/>
    public override int MaxInputs => int.MaxValue;
}

/// <summary>Joins several tensors of one shape element by element.</summary>
public abstract record ElementwiseJoin : JoinOperation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) =>
        inputs.All(shape => shape == inputs[0])
            ? inputs[0]
            : throw new GraphException($"inputs {string.Join(" and ", inputs)} must have one shape", setting: "inputs");
}

/// <summary>The sum.</summary>
public sealed record Add : ElementwiseJoin
{
    /// <summary>Whether the sum is halved (QuantizeML).</summary>
    public bool Average { get; init; }
}

/// <summary>The product.</summary>
public sealed record Multiply : ElementwiseJoin;

/// <summary>The difference.</summary>
public sealed record Subtract : ElementwiseJoin;

/// <summary>The larger.</summary>
public sealed record Maximum : ElementwiseJoin;

/// <summary>One tensor after the other along an axis.</summary>
public sealed record Concatenate : JoinOperation
{
    /// <summary>The axis, counted with the batch dimension; Akida takes only the last.</summary>
    public int Axis { get; init; } = -1;

    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        int axis = Axis < 0 ? inputs[0].Rank + Axis : Axis - 1;
        if (axis < 0 || axis >= inputs[0].Rank)
        {
            throw new GraphException($"axis is {Axis}, the input {inputs[0]} has axes 1 to {inputs[0].Rank}", setting: "axis");
        }

        int[] sizes = inputs[0].Dimensions.ToArray();
        foreach (TensorShape other in inputs.Skip(1))
        {
            if (other.Rank != sizes.Length || Enumerable.Range(0, sizes.Length).Any(i => i != axis && other[i] != sizes[i]))
            {
                throw new GraphException($"inputs {string.Join(" and ", inputs)} must be equal but for axis {Axis}", setting: "inputs");
            }

            sizes[axis] += other[axis];
        }

        return new TensorShape(sizes);
    }
}

/// <summary>A layer of another class, kept so that it can be named in a message; nothing can run it.</summary>
/// <param name="Class">Its class name in the file.</param>
public sealed record UnsupportedOperation(string Class) : PointwiseOperation
{
    /// <inheritdoc/>
    public override string ClassName => Class;

    /// <inheritdoc/>
    public override int MaxInputs => int.MaxValue;
}
