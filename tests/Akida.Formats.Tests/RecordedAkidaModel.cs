using System.Text.Json.Nodes;
using Akida.Formats;
using Akida.Graph;

namespace Akida.Formats.Tests;

/// <summary>The converted layers that were recorded from the Python tools (<c>akida.json</c> and <c>akida.npz</c> of a case).</summary>
internal static class RecordedAkidaModel
{
    // An InputData layer is recorded without a name.
    private const string NameOfNameless = "input_data";

    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, "akida.json"));

    public static AkidaModel Read(string folder)
    {
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(Path.Combine(folder, "akida.npz"));
        JsonArray layers = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "akida.json")))!.AsArray();
        string version = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "case.json")))!["version"]!.GetValue<string>();
        return new AkidaModel(
            Path.GetFileName(folder),
            version == "v1" ? AkidaVersion.V1 : AkidaVersion.V2,
            layers.Select(layer => ReadLayer(layer!.AsObject(), arrays)).ToEquatableArray());
    }

    private static AkidaLayer ReadLayer(JsonObject layer, IReadOnlyDictionary<string, NpyArray> arrays)
    {
        string name = layer["name"]?.GetValue<string>() ?? NameOfNameless;
        return new AkidaLayer(
            name,
            layer["type"]!.GetValue<string>(),
            layer["inbounds"]!.AsArray().Select(inbound => inbound?.GetValue<string>() ?? NameOfNameless).ToEquatableArray(),
            layer["parameters"]!.AsObject().Select(pair => new AkidaParameter(pair.Key, Value(pair.Value!))).ToEquatableArray(),
            layer["variables"]!.AsObject().Select(pair => Variable(pair.Key, arrays[$"{name}:{pair.Key}"])).ToEquatableArray());
    }

    private static AkidaVariable Variable(string name, NpyArray array) => new(name, new TensorShape(array.Shape), array.Values);

    private static object Value(JsonNode node) => node switch
    {
        JsonArray list => list.Select(item => item!.GetValue<int>()).ToEquatableArray(),
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        JsonValue value when value.TryGetValue(out int number) => number,
        _ => node.GetValue<string>(),
    };
}
