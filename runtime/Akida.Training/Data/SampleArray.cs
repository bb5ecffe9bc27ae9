using Akida.Formats;

namespace Akida.Training.Data;

/// <summary>Samples of one shape in one array, row-major. Immutable by convention.</summary>
public sealed class SampleArray
{
    private static readonly Type[] ElementTypes = [typeof(byte), typeof(sbyte), typeof(short), typeof(int), typeof(float)];

    /// <summary>Samples that take ownership of their values.</summary>
    /// <param name="shape">The shape of one sample; a scalar for labels.</param>
    /// <param name="values">A <c>byte[]</c>, <c>sbyte[]</c>, <c>short[]</c>, <c>int[]</c> or <c>float[]</c>.</param>
    /// <exception cref="ArgumentException">The values are of another type, or their count is no multiple of the shape's.</exception>
    public SampleArray(TensorShape shape, Array values)
    {
        if (!ElementTypes.Contains(values.GetType().GetElementType()!))
        {
            throw new ArgumentException(
                $"samples are {values.GetType().Name}, must be Byte[], SByte[], Int16[], Int32[] or Single[]",
                nameof(values)
            );
        }

        if (shape.Elements == 0 || values.LongLength % shape.Elements != 0)
        {
            throw new ArgumentException($"{values.LongLength} values are no whole number of samples of shape {shape}", nameof(values));
        }

        Shape = shape;
        Values = values;
    }

    /// <summary>The shape of one sample.</summary>
    public TensorShape Shape { get; }

    /// <summary>The values of all samples.</summary>
    public Array Values { get; }

    /// <summary>The number of samples.</summary>
    public int Count => checked((int)(Values.LongLength / Shape.Elements));

    /// <summary>The samples at <paramref name="indices"/>, in their order.</summary>
    public SampleArray Gather(ReadOnlySpan<int> indices)
    {
        int length = checked((int)Shape.Elements);
        Array gathered = Array.CreateInstance(Values.GetType().GetElementType()!, checked(indices.Length * length));
        for (int i = 0; i < indices.Length; i++)
        {
            Array.Copy(Values, (long)indices[i] * length, gathered, (long)i * length, length);
        }

        return new SampleArray(Shape, gathered);
    }

    /// <summary>The first <paramref name="count"/> samples.</summary>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public SampleArray Take(int count) => Slice(0, count);

    /// <summary>The <paramref name="count"/> samples from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public SampleArray Slice(int start, int count) =>
        start + count <= Count
            ? Gather(Enumerable.Range(start, count).ToArray())
            : throw new ArgumentException($"{count} samples are wanted, the data has {Count - start}", nameof(count));

    /// <summary>
    /// All samples stacked, as models run on them and files hold them: <see cref="Count"/> and <see cref="Shape"/>. The values are not
    /// copied.
    /// </summary>
    public NpyArray ToNpyArray() => new([Count, .. Shape.Dimensions], Values);

    /// <summary>The values of all samples as 32-bit floats.</summary>
    public float[] ToSingles()
    {
        float[] floats = new float[Values.Length];
        Array.Copy(Values, floats, floats.Length);
        return floats;
    }
}
