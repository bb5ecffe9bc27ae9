using System.Text.Json;
using System.Text.Json.Nodes;

namespace Akida.Formats.Json;

/// <summary>
/// The members of a JSON object, while it is read or while it is written. A function that exchanges an immutable record with it serves both
/// ways (<c>record with { Filters = settings.Required("filters", JsonCodec.Int, record.Filters) }</c>), so that each key has one home.
/// </summary>
internal abstract class JsonSettings
{
    /// <summary>A setting that must be there.</summary>
    public abstract T Required<T>(string key, JsonCodec<T> codec, T value);

    /// <summary>A setting that keeps its value where the key is absent.</summary>
    public abstract T Value<T>(string key, JsonCodec<T> codec, T value);

    /// <summary>A setting that is null where the key is absent, and is not written when null.</summary>
    public abstract T? Optional<T>(string key, JsonCodec<T> codec, T? value)
        where T : struct;

    /// <summary>An object within the object; null where the key is absent.</summary>
    public abstract T? Optional<T>(string key, T? value, T prototype, Func<JsonSettings, T, T> exchange)
        where T : class;

    /// <summary>Whether the key is there (or, when written, shall be).</summary>
    public abstract bool Has(string key, bool written);

    /// <summary>A setting that has one value only, which is refused otherwise.</summary>
    public abstract void Constant(string key, JsonNode? value);

    /// <summary>A setting that is written for other readers and says nothing to us.</summary>
    public abstract void Ignored(string key, JsonNode? value);
}

/// <summary>Writes the members of a JSON object.</summary>
internal sealed class JsonSettingsWriter(JsonObject target) : JsonSettings
{
    public override T Required<T>(string key, JsonCodec<T> codec, T value) => Value(key, codec, value);

    public override T Value<T>(string key, JsonCodec<T> codec, T value)
    {
        target[key] = codec.Write(value);
        return value;
    }

    public override T? Optional<T>(string key, JsonCodec<T> codec, T? value)
    {
        if (value is { } some)
        {
            target[key] = codec.Write(some);
        }

        return value;
    }

    public override T? Optional<T>(string key, T? value, T prototype, Func<JsonSettings, T, T> exchange)
        where T : class
    {
        if (value is not null)
        {
            JsonObject inner = [];
            exchange(new JsonSettingsWriter(inner), value);
            target[key] = inner;
        }

        return value;
    }

    public override bool Has(string key, bool written) => written;

    public override void Constant(string key, JsonNode? value) => target[key] = value?.DeepClone();

    public override void Ignored(string key, JsonNode? value) => target[key] = value?.DeepClone();
}

/// <summary>Reads the members of a JSON object.</summary>
internal sealed class JsonSettingsReader : JsonSettings
{
    private readonly JsonElement source;
    private readonly string? place;
    private readonly HashSet<string> known = [];

    /// <summary>Reads <paramref name="source"/>, which is called <paramref name="place"/> in messages.</summary>
    /// <exception cref="GraphException">It is no JSON object.</exception>
    public JsonSettingsReader(JsonElement source, string? place = null)
    {
        this.source = source;
        this.place = place;
        if (source.ValueKind != JsonValueKind.Object)
        {
            throw new GraphException($"{place ?? "config"} is {Show(source)}, must be an object", setting: place);
        }
    }

    public override T Required<T>(string key, JsonCodec<T> codec, T value) =>
        Find(key) is { } element ? Read(key, codec, element) : throw new GraphException($"{Name(key)} is missing", setting: key);

    public override T Value<T>(string key, JsonCodec<T> codec, T value) => Find(key) is { } element ? Read(key, codec, element) : value;

    public override T? Optional<T>(string key, JsonCodec<T> codec, T? value) => Find(key) is { } element ? Read(key, codec, element) : null;

    public override T? Optional<T>(string key, T? value, T prototype, Func<JsonSettings, T, T> exchange)
        where T : class
    {
        if (Find(key) is not { } element)
        {
            return null;
        }

        JsonSettingsReader inner = new(element, Name(key));
        T read = exchange(inner, prototype);
        inner.RefuseOthers();
        return read;
    }

    public override bool Has(string key, bool written) => source.TryGetProperty(key, out _);

    public override void Constant(string key, JsonNode? value)
    {
        if (
            Find(key) is { } element
            && !JsonNode.DeepEquals(value, element.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(element.GetRawText()))
        )
        {
            throw new GraphException($"{Name(key)} is {Show(element)}, must be {value?.ToJsonString() ?? "null"}", setting: key);
        }
    }

    public override void Ignored(string key, JsonNode? value) { }

    /// <summary>Refuses keys that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (JsonProperty property in source.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                throw new GraphException($"{Name(property.Name)} is not a known setting", setting: place);
            }
        }
    }

    /// <summary>A JSON value as it is shown in a message.</summary>
    public static string Show(JsonElement element)
    {
        string text = element.GetRawText();
        return text.Length <= 60 ? text : text[..57] + "...";
    }

    private JsonElement? Find(string key)
    {
        known.Add(key);
        return source.TryGetProperty(key, out JsonElement element) ? element : null;
    }

    private T Read<T>(string key, JsonCodec<T> codec, JsonElement element) =>
        codec.TryRead(element, out T value)
            ? value
            : throw new GraphException($"{Name(key)} is {Show(element)}, must be {codec.Expected}", setting: key);

    private string Name(string key) => place is null ? key : $"{place}.{key}";
}
