using Akida.Formats;

namespace Akida.Quantization.Quantizing;

/// <summary>
/// Samples for those who have none: integers over their whole range, floats in [0, 1). They are drawn as they are needed; the same seed
/// gives the same ones.
/// </summary>
/// <param name="shape">The shape of one sample.</param>
/// <param name="type">The type of the values.</param>
/// <param name="count">How many samples.</param>
/// <param name="seed">The seed.</param>
public sealed class RandomSamples(TensorShape shape, DataType type, int count, int seed) : ISampleSource
{
    /// <inheritdoc/>
    public TensorShape Shape => shape;

    /// <inheritdoc/>
    public int Count => count;

    /// <summary>All samples at once.</summary>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The samples, N and <paramref name="shape"/>.</returns>
    /// <exception cref="OverflowException">They have more values than an array can hold.</exception>
    public static NpyArray Create(TensorShape shape, DataType type, int count, int seed) => Draw(new Random(seed), shape, type, count);

    /// <inheritdoc/>
    public IEnumerable<Tensor> Read(IEnumerable<int> sizes)
    {
        Random random = new(seed);
        foreach (int size in sizes)
        {
            NpyArray drawn = Draw(random, shape, type, size);
            yield return new Tensor(new TensorShape(drawn.Shape), drawn.ToSingles());
        }
    }

    private static NpyArray Draw(Random random, TensorShape shape, DataType type, int count)
    {
        int length = checked((int)(shape.Elements * count));
        Array values = type switch
        {
            DataType.UInt8 => Fill(new byte[length], () => (byte)random.Next(byte.MaxValue + 1)),
            DataType.Int8 => Fill(new sbyte[length], () => (sbyte)random.Next(sbyte.MinValue, sbyte.MaxValue + 1)),
            DataType.Int16 => Fill(new short[length], () => (short)random.Next(short.MinValue, short.MaxValue + 1)),
            _ => Fill(new float[length], random.NextSingle),
        };
        return new NpyArray([count, .. shape.Dimensions], values);
    }

    private static T[] Fill<T>(T[] values, Func<T> next)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = next();
        }

        return values;
    }
}
