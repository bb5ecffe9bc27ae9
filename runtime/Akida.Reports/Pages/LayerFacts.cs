using System.Text.Json.Nodes;
using Akida.Graph.Converted;

namespace Akida.Reports.Pages;

/// <summary>The settings of a layer that tell most, in a few letters: <c>3×3 /2</c> for a kernel and its strides.</summary>
internal static class LayerFacts
{
    private static readonly string[] Sizes = ["kernel_size", "pool_size", AkidaNames.Frames];
    private static readonly string[] Strides = ["strides", AkidaNames.Strides];

    /// <summary>The facts of a layer with these settings.</summary>
    public static IEnumerable<string> Of(JsonObject settings)
    {
        foreach (string key in Sizes)
        {
            if (Numbers(settings[key]) is { Length: > 0 } size)
            {
                yield return string.Join('×', size.Length == 1 && key != AkidaNames.Frames ? [size[0], size[0]] : size);
            }
        }

        foreach (string key in Strides)
        {
            if (Numbers(settings[key]) is { Length: > 0 } strides && strides.Any(stride => stride != 1))
            {
                yield return "/" + (strides.Distinct().Count() == 1 ? $"{strides[0]}" : string.Join('×', strides));
            }
        }
    }

    private static int[] Numbers(JsonNode? value) =>
        value switch
        {
            JsonArray list => [.. list.SelectMany(Numbers)],
            JsonValue number when number.TryGetValue(out int integer) => [integer],
            _ => [],
        };
}
