namespace Akida.Graph;

/// <summary>Floats with a shape, row-major. Immutable by convention: nobody writes to <see cref="Values"/> after construction.</summary>
public sealed class Tensor
{
    /// <summary>A tensor that takes ownership of its values.</summary>
    /// <exception cref="ArgumentException">The count of values is not that of the shape.</exception>
    public Tensor(TensorShape shape, float[] values)
    {
        if (shape.Elements != values.LongLength)
        {
            throw new ArgumentException($"shape {shape} holds {shape.Elements} values, found {values.LongLength}");
        }

        Shape = shape;
        Values = values;
    }

    /// <summary>A scalar.</summary>
    public Tensor(float value)
        : this(new TensorShape(), [value]) { }

    /// <summary>The shape.</summary>
    public TensorShape Shape { get; }

    /// <summary>The values, row-major.</summary>
    public float[] Values { get; }

    /// <summary>The same values in another shape.</summary>
    public Tensor Reshape(TensorShape shape) => new(shape, Values);

    /// <summary>A tensor of this shape with each value mapped.</summary>
    public Tensor Map(Func<float, float> function) => new(Shape, Array.ConvertAll(Values, value => function(value)));
}
