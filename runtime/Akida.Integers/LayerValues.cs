namespace Akida.Integers;

/// <summary>What a layer put out for one input.</summary>
public sealed class LayerValues
{
    private readonly long[]? integers;
    private readonly float[]? floats;

    /// <summary>Integers of a format.</summary>
    public LayerValues(ValueFormat format, long[] integers)
    {
        Format = format;
        this.integers = integers;
    }

    /// <summary>Floats of a format.</summary>
    public LayerValues(ValueFormat format, float[] floats)
    {
        Format = format;
        this.floats = floats;
    }

    /// <summary>Zeros of a format.</summary>
    public static LayerValues Zeros(ValueFormat format) =>
        format.IsFloat ? new LayerValues(format, new float[format.Length]) : new LayerValues(format, new long[format.Length]);

    /// <summary>Shape, fractional bits and scales.</summary>
    public ValueFormat Format { get; }

    /// <summary>The integers, row-major.</summary>
    /// <exception cref="InvalidOperationException">The layer puts out floats.</exception>
    public long[] Integers => integers ?? throw new InvalidOperationException("the layer puts out floats, not integers");

    /// <summary>The floats, row-major.</summary>
    /// <exception cref="InvalidOperationException">The layer puts out integers.</exception>
    public float[] Floats => floats ?? throw new InvalidOperationException("the layer puts out integers, not floats");

    /// <summary>The floats, or what the integers are worth.</summary>
    public float[] ToFloats()
    {
        if (floats is not null)
        {
            return floats;
        }

        float[] result = new float[Integers.Length];
        int channels = Format.Channels;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Format.Worth(Integers[i], i % channels);
        }

        return result;
    }
}
