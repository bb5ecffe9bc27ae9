using System.Numerics;

namespace Akida.Formats;

/// <summary>An array as NumPy stores it.</summary>
/// <param name="Shape">The sizes, outermost first; none for a scalar.</param>
/// <param name="Values">
/// The values, row-major: <c>bool[]</c>, <c>sbyte[]</c>, <c>byte[]</c>, <c>short[]</c>, <c>ushort[]</c>, <c>int[]</c>, <c>uint[]</c>,
/// <c>long[]</c>, <c>ulong[]</c>, <c>Half[]</c>, <c>float[]</c>, <c>double[]</c> or <c>string[]</c>.
/// </param>
public sealed record NpyArray(EquatableArray<int> Shape, Array Values)
{
    /// <summary>The values as 32-bit floats.</summary>
    /// <exception cref="InvalidCastException">They are texts.</exception>
    public float[] ToSingles() => To<float>();

    /// <summary>The values as 64-bit integers.</summary>
    /// <exception cref="InvalidCastException">They are texts or floats.</exception>
    public long[] ToInt64s() => Values is float[] or double[] or Half[] ? throw Refuse("integers") : To<long>();

    /// <summary>The values as 64-bit floats.</summary>
    /// <exception cref="InvalidCastException">They are texts.</exception>
    public double[] ToDoubles() => To<double>();

    /// <summary>One item along the first axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The array is one number, or has no such item.</exception>
    public NpyArray Item(int index) => Items(index, 1) with { Shape = [.. Shape.Skip(1)] };

    /// <summary>Some items along the first axis, stacked.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The array is one number, or does not have so many items.</exception>
    public NpyArray Items(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + count, Shape.Count == 0 ? 0 : Shape[0]);
        int length = Values.Length / Math.Max(Shape[0], 1);
        Array values = Array.CreateInstanceFromArrayType(Values.GetType(), count * length);
        Array.Copy(Values, (long)start * length, values, 0, values.Length);
        return new NpyArray([count, .. Shape.Skip(1)], values);
    }

    /// <summary>All items along the first axis, some at a time, stacked; the last time there may be fewer.</summary>
    /// <param name="size">How many at a time.</param>
    public IEnumerable<NpyArray> Batches(int size)
    {
        int count = Shape.Count == 0 ? 0 : Shape[0];
        for (int start = 0; start < count; start += size)
        {
            yield return Items(start, Math.Min(size, count - start));
        }
    }

    private T[] To<T>()
        where T : INumberBase<T> =>
        Values switch
        {
            T[] values when values.GetType() == typeof(T[]) => values,
            bool[] values => Array.ConvertAll(values, value => value ? T.One : T.Zero),
            byte[] values when values.GetType() == typeof(byte[]) => Array.ConvertAll(values, T.CreateTruncating),
            sbyte[] values => Array.ConvertAll(values, T.CreateTruncating),
            ushort[] values when values.GetType() == typeof(ushort[]) => Array.ConvertAll(values, T.CreateTruncating),
            short[] values => Array.ConvertAll(values, T.CreateTruncating),
            uint[] values when values.GetType() == typeof(uint[]) => Array.ConvertAll(values, T.CreateTruncating),
            int[] values => Array.ConvertAll(values, T.CreateTruncating),
            ulong[] values when values.GetType() == typeof(ulong[]) => Array.ConvertAll(values, T.CreateChecked),
            long[] values => Array.ConvertAll(values, T.CreateChecked),
            Half[] values => Array.ConvertAll(values, T.CreateTruncating),
            float[] values => Array.ConvertAll(values, T.CreateTruncating),
            double[] values => Array.ConvertAll(values, T.CreateTruncating),
            _ => throw Refuse("numbers"),
        };

    private InvalidCastException Refuse(string wanted) =>
        new($"the array holds {Values.GetType().GetElementType()!.Name} values, not {wanted}");
}
