using Akida.Formats;
using Akida.Graph;

namespace Akida.Cli.Inference;

/// <summary>Samples for those who have none: integers over their whole range, floats in [0, 1).</summary>
internal static class RandomSamples
{
    /// <summary>A stack of random inputs; the same seed gives the same ones.</summary>
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
