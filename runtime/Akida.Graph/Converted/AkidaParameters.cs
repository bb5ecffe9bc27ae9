namespace Akida.Graph.Converted;

/// <summary>Reads a parameter, or fails if it is of another kind.</summary>
internal delegate bool TryReadParameter<T>(object found, out T value);

/// <summary>A kind of parameter, both ways.</summary>
/// <param name="Expected">What is allowed, for messages: "must be …".</param>
/// <param name="TryRead">Reads a value.</param>
/// <param name="Write">An <see cref="int"/>, <see cref="bool"/>, <see cref="string"/> or <see cref="EquatableArray{T}"/> of int.</param>
internal sealed record AkidaParameterCodec<T>(string Expected, TryReadParameter<T> TryRead, Func<T, object> Write);

/// <summary>The kinds of parameters of Akida layers.</summary>
internal static class AkidaParameters
{
    public static AkidaParameterCodec<int> Integer { get; } =
        new(
            "a number",
            (object found, out int value) =>
            {
                value = found as int? ?? 0;
                return found is int;
            },
            value => value
        );

    /// <summary>A number of at least 1.</summary>
    public static AkidaParameterCodec<int> Count { get; } =
        Integer with
        {
            Expected = "a number of at least 1",
            TryRead = (object found, out int value) => Integer.TryRead(found, out value) && value >= 1,
        };

    public static AkidaParameterCodec<bool> Flag { get; } =
        new(
            "true or false",
            (object found, out bool value) =>
            {
                value = found is true;
                return found is bool;
            },
            value => value
        );

    public static AkidaParameterCodec<TensorShape> Shape { get; } =
        new(
            "a shape",
            (object found, out TensorShape value) =>
            {
                value = found is EquatableArray<int> sizes ? new TensorShape(sizes) : default;
                return value.Rank > 0 && value.Dimensions.All(size => size > 0);
            },
            value => value.Dimensions
        );

    /// <summary>A size as a pair; a square may be one number.</summary>
    public static AkidaParameterCodec<Size2D> Pair { get; } =
        new("a size of at least 1", TryReadSize, value => EquatableArray.Create([value.Height, value.Width]));

    /// <summary>A size as one number, as it is a square; may be a pair.</summary>
    public static AkidaParameterCodec<Size2D> Square { get; } = Pair with { Write = value => value.Height };

    public static AkidaParameterCodec<Padding> Padding { get; } = Words<Padding>();

    public static AkidaParameterCodec<AkidaPoolType> PoolType { get; } = Words<AkidaPoolType>();

    public static AkidaParameterCodec<AkidaActivation> Activation { get; } = Words<AkidaActivation>();

    /// <summary>Whether there is a ReLU.</summary>
    public static AkidaParameterCodec<AkidaActivation> HasReLU { get; } =
        new(
            Flag.Expected,
            (object found, out AkidaActivation value) =>
            {
                value = found is true ? AkidaActivation.ReLU : AkidaActivation.NoActivation;
                return found is bool;
            },
            value => value == AkidaActivation.ReLU
        );

    public static AkidaParameterCodec<DataType> DataType { get; } = Words<DataType>(name => name.ToLowerInvariant());

    private static AkidaParameterCodec<T> Words<T>(Func<string, string>? spell = null)
        where T : struct, Enum
    {
        Dictionary<string, T> words = EnumValues.ByName<T>().Values.ToDictionary(value => Word(value));
        return new AkidaParameterCodec<T>(
            string.Join(" or ", words.Keys.Select(word => $"'{word}'")),
            (object found, out T value) =>
            {
                value = default;
                return found is string word && words.TryGetValue(word, out value);
            },
            Word
        );

        string Word(T value) => spell is null ? value.ToString() : spell(value.ToString());
    }

    private static bool TryReadSize(object found, out Size2D size)
    {
        size = found switch
        {
            int length => new Size2D(length),
            EquatableArray<int> { Count: 2 } pair => new Size2D(pair[0], pair[1]),
            _ => default,
        };
        return size.Height > 0 && size.Width > 0;
    }
}
