using System.Text.Json;
using Akida.Formats;

namespace Akida.Verification;

/// <summary>A value in a JSON file that others wrote, and where it stands there; what is not as expected is an error of one line.</summary>
internal readonly struct JsonPlace
{
    private const int LongestShown = 60;
    private const long MaximumFileSize = 1L << 28;

    private static readonly JsonDocumentOptions NamesOnce = new() { AllowDuplicateProperties = false };

    private readonly JsonElement element;
    private readonly string path;
    private readonly string place;

    private JsonPlace(JsonElement element, string path, string place) => (this.element, this.path, this.place) = (element, path, place);

    /// <summary>Whether the value is null.</summary>
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>Whether the value is a text.</summary>
    public bool IsText => element.ValueKind == JsonValueKind.String;

    /// <summary>Whether the value is true or false.</summary>
    public bool IsBoolean => element.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Whether the value is a list.</summary>
    public bool IsList => element.ValueKind == JsonValueKind.Array;

    /// <summary>The value of a whole file.</summary>
    /// <exception cref="ModelFileException">The file is not there, too large or no JSON.</exception>
    public static JsonPlace Read(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new ModelFileException(path, "no such file");
        }

        if (file.Length > MaximumFileSize)
        {
            throw new ModelFileException(path, $"has {file.Length} bytes, must have at most {MaximumFileSize}");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), NamesOnce);
            return new JsonPlace(document.RootElement.Clone(), path, "");
        }
        catch (JsonException error)
        {
            throw new ModelFileException(path, $"is not valid JSON: {error.Message}", error);
        }
    }

    /// <summary>A member that must be there.</summary>
    /// <exception cref="ModelFileException">The value is no object, or has no such member.</exception>
    public JsonPlace Member(string name) => Optional(name) ?? throw Wrong($"has no '{name}'");

    /// <summary>A member, or null where it is absent.</summary>
    /// <exception cref="ModelFileException">The value is no object.</exception>
    public JsonPlace? Optional(string name) =>
        Object().TryGetProperty(name, out JsonElement member) ? new JsonPlace(member, path, Below(name)) : null;

    /// <summary>All members of an object.</summary>
    /// <exception cref="ModelFileException">The value is no object.</exception>
    public IReadOnlyList<(string Name, JsonPlace Value)> Members()
    {
        List<(string, JsonPlace)> members = [];
        foreach (JsonProperty property in Object().EnumerateObject())
        {
            members.Add((property.Name, new JsonPlace(property.Value, path, Below(property.Name))));
        }

        return members;
    }

    /// <summary>The items of a list.</summary>
    /// <exception cref="ModelFileException">The value is no list.</exception>
    public IReadOnlyList<JsonPlace> Items()
    {
        if (!IsList)
        {
            throw MustBe("a list");
        }

        List<JsonPlace> items = [];
        foreach (JsonElement item in element.EnumerateArray())
        {
            items.Add(new JsonPlace(item, path, $"{place}[{items.Count}]"));
        }

        return items;
    }

    /// <summary>A text.</summary>
    /// <exception cref="ModelFileException">The value is no text.</exception>
    public string Text() => IsText ? element.GetString()! : throw MustBe("a text");

    /// <summary>True or false.</summary>
    /// <exception cref="ModelFileException">The value is neither.</exception>
    public bool Boolean() => IsBoolean ? element.GetBoolean() : throw MustBe("true or false");

    /// <summary>A number.</summary>
    /// <exception cref="ModelFileException">The value is no number.</exception>
    public double Number() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) ? number : throw MustBe("a number");

    /// <summary>A whole number of 32 bits, which may be written as <c>7.0</c>.</summary>
    /// <exception cref="ModelFileException">The value is no such number.</exception>
    public int Whole() => Number() is var number && number == (int)number ? (int)number : throw MustBe("a whole number");

    /// <summary>An error about this place.</summary>
    public ModelFileException Wrong(string message) => new(path, place.Length == 0 ? message : $"{place} {message}");

    /// <summary>An error that says what the value is and what it must be.</summary>
    public ModelFileException MustBe(string expected)
    {
        string text = element.GetRawText();
        return Wrong($"is {(text.Length <= LongestShown ? text : text[..LongestShown] + "...")}, must be {expected}");
    }

    private JsonElement Object() => element.ValueKind == JsonValueKind.Object ? element : throw MustBe("an object");

    private string Below(string name) => place.Length == 0 ? name : $"{place}.{name}";
}
