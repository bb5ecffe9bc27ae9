using Akida.Formats;
using Akida.Graph;

namespace Akida.Inference;

/// <summary>Samples for those who have none: integers over their whole range, floats in [0, 1).</summary>
public static class RandomSamples
{
    /// <summary>A stack of random inputs; the same seed gives the same ones.</summary>
    /// <param name="shape">The shape of one input.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="count">How many inputs.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The inputs, N and <paramref name="shape"/>.</returns>
    /// <exception cref="OverflowException">They have more values than an array can hold.</exception>
    public static NpyArray Create(TensorShape shape, DataType type, int count, int seed)
    {
        Random random = new(seed);
        int length = checked((int)(shape.Elements * count));
        Array values = type switch
        {
            DataType.UInt8 => Fill(length, () => (byte)random.Next(256)),
            DataType.Int8 => Fill(length, () => (sbyte)random.Next(sbyte.MinValue, sbyte.MaxValue + 1)),
            DataType.Int16 => Fill(length, () => (short)random.Next(short.MinValue, short.MaxValue + 1)),
            _ => Fill(length, random.NextSingle),
        };
        return new NpyArray([count, .. shape.Dimensions], values);
    }

    private static T[] Fill<T>(int length, Func<T> next)
    {
        T[] values = new T[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = next();
        }

        return values;
    }
}
