using System.Text.Json;
using System.Text.Json.Nodes;
using Akida.Formats.Json;

namespace Akida.Formats.Keras;

/// <summary>The kinds of values in the configurations of Keras layers.</summary>
internal static class KerasCodec
{
    // Keras's classes whose configuration has no seed.
    private static readonly string[] SeedlessInitializers = ["Zeros", "Ones", "Constant", "Identity"];

    public static JsonCodec<Padding> Padding { get; } = JsonCodec.Words((Akida.Padding.Valid, "valid"), (Akida.Padding.Same, "same"));

    public static JsonCodec<DataType> DataType { get; } =
        JsonCodec.Words(
            (Akida.DataType.UInt8, "uint8"),
            (Akida.DataType.Int8, "int8"),
            (Akida.DataType.Int16, "int16"),
            (Akida.DataType.Float32, "float32")
        );

    public static JsonCodec<EquatableArray<int>> Ints { get; } = JsonCodec.List(JsonCodec.Int);

    /// <summary>A number; Keras wraps NumPy's as <c>{"config": {"value": 6.0}}</c>.</summary>
    public static JsonCodec<double> Number { get; } =
        JsonCodec.Number with
        {
            TryRead = (JsonElement element, out double value) =>
                JsonCodec.Number.TryRead(
                    element.ValueKind == JsonValueKind.Object
                    && element.TryGetProperty("config", out JsonElement config)
                    && config.ValueKind == JsonValueKind.Object
                    && config.TryGetProperty("value", out JsonElement wrapped)
                        ? wrapped
                        : element,
                    out value
                ),
        };

    /// <summary>A number, or null for none.</summary>
    public static JsonCodec<double?> NumberOrNull { get; } = JsonCodec.Nullable(Number);

    /// <summary>One number as such, several as a list.</summary>
    public static JsonCodec<EquatableArray<double>> NumberOrList { get; } = OneOrList(Number);

    /// <summary>One axis, as a list or as such.</summary>
    public static JsonCodec<int> SingleAxis { get; } =
        JsonCodec.Map(OneOrList(JsonCodec.Int), "one axis", axes => axes.Count == 1, axes => axes[0], axis => [axis]) with
        {
            Write = axis => new JsonArray(axis),
        };

    /// <summary>Axes, or null for none.</summary>
    public static JsonCodec<EquatableArray<int>> AxesOrNull { get; } =
        Ints with
        {
            Expected = "a list of axes or null",
            TryRead = (JsonElement element, out EquatableArray<int> axes) =>
            {
                axes = [];
                return element.ValueKind == JsonValueKind.Null || Ints.TryRead(element, out axes);
            },
            Write = axes => axes.Count == 0 ? null : Ints.Write(axes),
        };

    public static JsonCodec<Size2D> Size2D { get; } =
        JsonCodec.Map(
            Ints,
            "a list of two whole numbers",
            sizes => sizes.Count == 2,
            sizes => new Size2D(sizes[0], sizes[1]),
            size => [size.Height, size.Width]
        );

    public static JsonCodec<Size2D?> Size2DOrNull { get; } = JsonCodec.Nullable(Size2D);

    public static JsonCodec<Size3D> Size3D { get; } =
        JsonCodec.Map(
            Ints,
            "a list of three whole numbers",
            sizes => sizes.Count == 3,
            sizes => new Size3D(sizes[0], sizes[1], sizes[2]),
            size => [size.Time, size.Height, size.Width]
        );

    public static JsonCodec<Size3D?> Size3DOrNull { get; } = JsonCodec.Nullable(Size3D);

    /// <summary>How much is added (or cut) before and after, for each of <paramref name="axes"/> axes.</summary>
    public static JsonCodec<EquatableArray<(int Before, int After)>> Margins(int axes) =>
        JsonCodec.Map(
            JsonCodec.List(
                JsonCodec.Map(
                    Ints,
                    "a pair of whole numbers, none negative",
                    pair => pair.Count == 2 && pair.All(size => size >= 0),
                    pair => (pair[0], pair[1]),
                    pair => [pair.Item1, pair.Item2]
                )
            ),
            $"a list of {axes} pairs of whole numbers, none negative",
            pairs => pairs.Count == axes,
            pairs => pairs,
            pairs => pairs
        );

    /// <summary>An input's shape after the batch dimension.</summary>
    public static JsonCodec<TensorShape> BatchInputShape { get; } =
        JsonCodec.Map(
            JsonCodec.List(JsonCodec.Nullable(JsonCodec.Int)),
            "a list of the batch size and known, positive sizes",
            sizes => sizes.Count >= 2 && sizes.Skip(1).All(size => size > 0),
            sizes => TensorShape.Of(sizes.Skip(1).Select(size => size!.Value)),
            shape => EquatableArray.ToEquatableArray<int?>([null, .. shape.Dimensions.Select(size => (int?)size)])
        );

    public static JsonCodec<Initializer> Initializer { get; } =
        new(
            "an initializer",
            (JsonElement element, out Initializer initializer) =>
            {
                initializer = new Initializer(ClassName(element) ?? "");
                return initializer.ClassName.Length > 0;
            },
            initializer =>
                Object(
                    "initializers",
                    initializer.ClassName,
                    SeedlessInitializers.Contains(initializer.ClassName) ? [] : new JsonObject { ["seed"] = null }
                )
        );

    /// <summary>A regularizer with one factor, or null.</summary>
    public static JsonCodec<Regularizer?> Regularizer { get; } =
        new(
            "an L1 or L2 regularizer or null",
            TryReadRegularizer,
            regularizer =>
                regularizer is null
                    ? null
                    : Object(
                        "regularizers",
                        regularizer.ClassName,
                        new JsonObject { [regularizer.ClassName.ToLowerInvariant()] = JsonCodec.Number.Write(regularizer.Factor) }
                    )
        );

    private static JsonCodec<EquatableArray<T>> OneOrList<T>(JsonCodec<T> item)
    {
        JsonCodec<EquatableArray<T>> list = JsonCodec.List(item);
        return new(
            $"{item.Expected} or a list of them",
            (JsonElement element, out EquatableArray<T> values) =>
            {
                if (element.ValueKind == JsonValueKind.Array)
                {
                    return list.TryRead(element, out values) && values.Count > 0;
                }

                bool success = item.TryRead(element, out T value);
                values = [value];
                return success;
            },
            values => values.Count == 1 ? item.Write(values[0]) : list.Write(values)
        );
    }

    private static bool TryReadRegularizer(JsonElement element, out Regularizer? regularizer)
    {
        regularizer = null;
        if (element.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (
            ClassName(element) is not ("L1" or "L2" or "L1L2")
            || !element.TryGetProperty("config", out JsonElement config)
            || config.ValueKind != JsonValueKind.Object
        )
        {
            return false;
        }

        if (!TryReadFactor(config, "l1", out double l1) || !TryReadFactor(config, "l2", out double l2) || (l1 != 0 && l2 != 0))
        {
            return false;
        }

        regularizer = l1 != 0 ? new Regularizer("L1", l1) : new Regularizer("L2", l2);
        return true;
    }

    private static bool TryReadFactor(JsonElement config, string key, out double factor)
    {
        factor = 0;
        return !config.TryGetProperty(key, out JsonElement element) || Number.TryRead(element, out factor);
    }

    // Keras writes an object with a class name; older versions write the bare name.
    private static string? ClassName(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Object
                when element.TryGetProperty("class_name", out JsonElement name) && name.ValueKind == JsonValueKind.String =>
                name.GetString(),
            _ => null,
        };

    private static JsonObject Object(string module, string className, JsonObject config) =>
        new()
        {
            ["module"] = $"keras.{module}",
            ["class_name"] = className,
            ["config"] = config,
            ["registered_name"] = null,
        };
}
