namespace Akida.Graph.Converted;

/// <summary>The type of integers in a file.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
/// <param name="ToArray">An array of that type; all values are in the range.</param>
internal sealed record AkidaElement(int Least, int Most, Func<EquatableArray<int>, Array> ToArray)
{
    public static AkidaElement UInt8 { get; } = new(byte.MinValue, byte.MaxValue, values => Convert(values, value => (byte)value));

    public static AkidaElement Int8 { get; } = new(sbyte.MinValue, sbyte.MaxValue, values => Convert(values, value => (sbyte)value));

    public static AkidaElement UInt16 { get; } = new(ushort.MinValue, ushort.MaxValue, values => Convert(values, value => (ushort)value));

    public static AkidaElement Int16 { get; } = new(short.MinValue, short.MaxValue, values => Convert(values, value => (short)value));

    public static AkidaElement Int32 { get; } = new(int.MinValue, int.MaxValue, values => values.ToArray());

    public bool Holds(int value) => value >= Least && value <= Most;

    /// <summary>Whether an array is one of a type, not of its twin with or without a sign, as which the runtime takes it, too.</summary>
    public static bool Is<T>(Array values) => values.GetType() == typeof(T[]);

    /// <summary>The values of an array of integers of any such type; null for others.</summary>
    public static int[]? ToInts(Array values) =>
        Is<int>(values) ? (int[])values
        : Is<short>(values) ? Array.ConvertAll((short[])values, value => (int)value)
        : Is<ushort>(values) ? Array.ConvertAll((ushort[])values, value => (int)value)
        : Is<sbyte>(values) ? Array.ConvertAll((sbyte[])values, value => (int)value)
        : Is<byte>(values) ? Array.ConvertAll((byte[])values, value => (int)value)
        : null;

    private static T[] Convert<T>(EquatableArray<int> values, Converter<int, T> convert) => Array.ConvertAll(values.ToArray(), convert);
}
