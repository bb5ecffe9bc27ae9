using System.Text.Json;
using System.Text.Json.Nodes;

namespace Akida.Formats.Json;

/// <summary>Reads a JSON value.</summary>
internal delegate bool TryReadJson<T>(JsonElement element, out T value);

/// <summary>A kind of value in a JSON file, both ways.</summary>
/// <param name="Expected">What is allowed, for messages: "must be …".</param>
/// <param name="TryRead">Reads a value, or fails if it is of another kind.</param>
/// <param name="Write">The JSON of a value.</param>
internal sealed record JsonCodec<T>(string Expected, TryReadJson<T> TryRead, Func<T, JsonNode?> Write);

/// <summary>The kinds of values that every JSON file has.</summary>
internal static class JsonCodec
{
    public static JsonCodec<int> Int { get; } =
        new(
            "a whole number",
            (JsonElement element, out int value) =>
            {
                value = 0;
                return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out value);
            },
            value => JsonValue.Create(value)
        );

    public static JsonCodec<bool> Bool { get; } =
        new(
            "true or false",
            (JsonElement element, out bool value) =>
            {
                value = element.ValueKind == JsonValueKind.True;
                return value || element.ValueKind == JsonValueKind.False;
            },
            value => JsonValue.Create(value)
        );

    public static JsonCodec<string> Text { get; } =
        new(
            "a text",
            (JsonElement element, out string value) =>
            {
                value = element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
                return element.ValueKind == JsonValueKind.String;
            },
            value => JsonValue.Create(value)
        );

    /// <summary>A finite number.</summary>
    public static JsonCodec<double> Number { get; } =
        new(
            "a finite number",
            (JsonElement element, out double value) =>
            {
                value = 0;
                return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out value) && double.IsFinite(value);
            },
            WriteNumber
        );

    /// <summary>A list.</summary>
    public static JsonCodec<EquatableArray<T>> List<T>(JsonCodec<T> item) =>
        new(
            $"a list, each {item.Expected}",
            (JsonElement element, out EquatableArray<T> values) =>
            {
                values = [];
                if (element.ValueKind != JsonValueKind.Array)
                {
                    return false;
                }

                List<T> read = [];
                foreach (JsonElement child in element.EnumerateArray())
                {
                    if (!item.TryRead(child, out T value))
                    {
                        return false;
                    }

                    read.Add(value);
                }

                values = read.ToEquatableArray();
                return true;
            },
            values => new JsonArray([.. values.Select(item.Write)])
        );

    /// <summary>A value or null.</summary>
    public static JsonCodec<T?> Nullable<T>(JsonCodec<T> value)
        where T : struct =>
        new(
            $"{value.Expected} or null",
            (JsonElement element, out T? read) =>
            {
                read = null;
                if (element.ValueKind == JsonValueKind.Null)
                {
                    return true;
                }

                bool success = value.TryRead(element, out T found);
                read = success ? found : null;
                return success;
            },
            item => item is { } some ? value.Write(some) : null
        );

    /// <summary>One of several words.</summary>
    public static JsonCodec<T> Words<T>(params (T Value, string Word)[] words) =>
        new(
            string.Join(" or ", words.Select(word => $"\"{word.Word}\"")),
            (JsonElement element, out T value) =>
            {
                int index = element.ValueKind == JsonValueKind.String ? Array.FindIndex(words, word => element.ValueEquals(word.Word)) : -1;
                value = index >= 0 ? words[index].Value : words[0].Value;
                return index >= 0;
            },
            value => JsonValue.Create(words.First(word => Equals(word.Value, value)).Word)
        );

    /// <summary>The same kind in other clothes.</summary>
    public static JsonCodec<TTo> Map<TFrom, TTo>(
        JsonCodec<TFrom> codec,
        string expected,
        Func<TFrom, bool> allowed,
        Func<TFrom, TTo> to,
        Func<TTo, TFrom> from
    ) =>
        new(
            expected,
            (JsonElement element, out TTo value) =>
            {
                bool success = codec.TryRead(element, out TFrom read) && allowed(read);
                value = success ? to(read) : default!;
                return success;
            },
            value => codec.Write(from(value))
        );

    // Keeps the decimal point of whole numbers, so that Python reads a float where Keras wrote one.
    private static JsonNode? WriteNumber(double value)
    {
        string text = value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return JsonNode.Parse(text.AsSpan().ContainsAny(".E") ? text : text + ".0");
    }
}
