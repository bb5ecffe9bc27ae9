using System.Text.Json.Nodes;

namespace Akida.Quantization.Tests.HostileModels;

/// <summary>
/// Makes well-formed JSON that lies: numbers, names, kinds and links that were not there before; the same for the same random numbers.
/// </summary>
internal static class JsonMutator
{
    private static readonly double[] Numbers =
    [
        0,
        -1,
        1,
        2,
        3,
        5,
        9,
        16,
        31,
        33,
        64,
        255,
        1000,
        65536,
        int.MaxValue,
        1e12,
        1e30,
        -1e30,
        0.5,
        1e-40,
    ];

    /// <summary>A copy with one to three changes.</summary>
    public static JsonNode Mutate(JsonNode original, Random random)
    {
        JsonNode copy = original.DeepClone();
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            JsonNode[] places = [.. Descendants(copy).Where(node => node.Parent is not null)];
            Change(places[random.Next(places.Length)], places[random.Next(places.Length)], random);
        }

        return copy;
    }

    private static void Change(JsonNode place, JsonNode other, Random random)
    {
        switch (random.Next(6))
        {
            case 0 when place.Parent is JsonObject parent:
                parent.Remove(place.GetPropertyName());
                break;
            case 1 when place.Parent is JsonArray parent:
                parent.RemoveAt(place.GetElementIndex());
                break;
            case 2 when place.Parent is JsonArray parent:
                parent.Add(place.DeepClone());
                break;
            case 3:
                place.ReplaceWith(other.DeepClone());
                break;
            case 4 when place is JsonValue value && value.TryGetValue(out string? text):
                place.ReplaceWith(text.Length > 0 && random.Next(2) == 0 ? text[..^1] : "");
                break;
            default:
                place.ReplaceWith(
                    Numbers[random.Next(Numbers.Length)] is var number && number == Math.Floor(number) && Math.Abs(number) < 1e15
                        ? JsonValue.Create((long)number)
                        : JsonValue.Create(number)
                );
                break;
        }
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node) =>
        node switch
        {
            JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().SelectMany(Descendants).Prepend(node),
            JsonArray items => items.OfType<JsonNode>().SelectMany(Descendants).Prepend(node),
            _ => [node],
        };
}
