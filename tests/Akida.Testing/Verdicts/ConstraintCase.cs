using System.Text.Json;
using Akida.Graph;

namespace Akida.Testing.Verdicts;

/// <summary>A small net with the verdict that the vendor's tools really gave.</summary>
/// <param name="Id">Net and version.</param>
/// <param name="Net">The name of its file.</param>
/// <param name="Layers">Its layers, in order.</param>
/// <param name="Version">The Akida version.</param>
/// <param name="Bits">The bits it was quantised with.</param>
/// <param name="Cause">Why it was rejected; null if it was accepted.</param>
/// <param name="LeftFloat">The layers that stayed float.</param>
/// <param name="QuantizedLayers">The layers of the quantised model, with their classes.</param>
/// <param name="AkidaLayers">The layers of the converted model, with their types.</param>
public sealed record ConstraintCase(
    string Id,
    string Net,
    RecordedLayer[] Layers,
    AkidaVersion Version,
    BitWidths Bits,
    string? Cause,
    string[] LeftFloat,
    string[] QuantizedLayers,
    string[] AkidaLayers
)
{
    private static readonly string Data = TestFolders.Shared ?? TestFolders.Data;

    /// <summary>All cases, by id.</summary>
    public static IReadOnlyDictionary<string, ConstraintCase> All { get; } = Read().ToDictionary(item => item.Id);

    /// <summary>The folder of the nets' files.</summary>
    public static string Folder { get; } = Path.Combine(Data, "constraint-cases");

    /// <summary>Whether it is accepted but runs in part only: more than a final activation stays float.</summary>
    public bool RunsInPart => LeftFloat.Length > 0 && !Net.EndsWith("-tail", StringComparison.Ordinal);

    private static IEnumerable<ConstraintCase> Read()
    {
        string index = Path.Combine(Data, TestFolders.Shared is null ? "constraint-cases" : "reference", "constraint-cases.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(index));
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static ConstraintCase Read(JsonElement item)
    {
        JsonElement bits = item.GetProperty("bits");
        bool isAccepted = item.GetProperty("verdict").GetString() == "accepted";
        return new ConstraintCase(
            item.GetProperty("id").GetString()!,
            item.GetProperty("net").GetString()!,
            [.. item.GetProperty("layers").EnumerateArray().Select(RecordedLayer.Read)],
            item.GetProperty("version").GetString() == "v1" ? AkidaVersion.V1 : AkidaVersion.V2,
            new BitWidths(
                bits.GetProperty("input").GetInt32(),
                bits.GetProperty("weight").GetInt32(),
                bits.GetProperty("activation").GetInt32()
            ),
            isAccepted ? null : item.GetProperty("cause").GetString(),
            isAccepted ? [.. item.GetProperty("left_float").EnumerateArray().Select(layer => layer.GetString()!)] : [],
            isAccepted ? Recorded("quantized_layers") : [],
            isAccepted ? Recorded("akida_layers") : []
        );

        string[] Recorded(string name) =>
            [.. item.GetProperty(name).EnumerateArray().Select(layer => $"{layer[0].GetString() ?? "input_data"} {layer[1].GetString()}")];
    }
}

/// <summary>A layer as Keras was told to make it.</summary>
/// <param name="Kind">Its class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">The layers that it takes; none for the one before.</param>
/// <param name="Settings">Its settings as JSON, by their Keras names.</param>
public sealed record RecordedLayer(string Kind, string Name, string[] Inputs, IReadOnlyDictionary<string, JsonElement> Settings)
{
    private static readonly string[] NotSettings = ["kind", "name", "from"];

    internal static RecordedLayer Read(JsonElement item) =>
        new(
            item.GetProperty("kind").GetString()!,
            item.GetProperty("name").GetString()!,
            item.TryGetProperty("from", out JsonElement from) ? [.. from.EnumerateArray().Select(input => input.GetString()!)] : [],
            item.EnumerateObject()
                .Where(setting => !NotSettings.Contains(setting.Name))
                .ToDictionary(setting => setting.Name, setting => setting.Value.Clone())
        );
}
