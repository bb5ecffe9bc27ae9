using System.Numerics;

namespace Akida.Integers.Reference;

/// <summary>Checks what a program is given.</summary>
public static class InputReader
{
    /// <summary>Checks the count and, for a program on integers, the type of the values.</summary>
    /// <exception cref="ArgumentException">They do not fit the input layer.</exception>
    public static void Check<T>(IntegerInput layer, ReadOnlySpan<T> values, int samples = 1)
        where T : unmanaged, INumber<T>
    {
        if (layer.DType != DataType.Float32 && TypeOf<T>() != layer.DType)
        {
            throw new ArgumentException($"input '{layer.Name}' takes {layer.DType} values, found {typeof(T).Name}");
        }

        long expected = (long)layer.Output.Length * samples;
        if (values.Length != expected)
        {
            throw new ArgumentException(
                $"input '{layer.Name}' takes {expected} values ({samples} of {layer.Output.Shape}), found {values.Length}"
            );
        }
    }

    /// <summary>The values of one input as the input layer puts them out.</summary>
    public static LayerValues Read<T>(IntegerInput layer, ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        Check(layer, values);
        return layer.Output.IsFloat
            ? new LayerValues(layer.Output, Convert<T, float>(values))
            : new LayerValues(layer.Output, Convert<T, long>(values));
    }

    private static TTo[] Convert<TFrom, TTo>(ReadOnlySpan<TFrom> values)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        TTo[] result = new TTo[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = TTo.CreateChecked(values[i]);
        }

        return result;
    }

    private static DataType? TypeOf<T>() =>
        typeof(T) == typeof(byte) ? DataType.UInt8
        : typeof(T) == typeof(sbyte) ? DataType.Int8
        : typeof(T) == typeof(short) ? DataType.Int16
        : typeof(T) == typeof(float) ? DataType.Float32
        : null;
}
