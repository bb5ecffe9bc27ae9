using Akida.Formats;
using Akida.Graph;

namespace Akida.Cli.Verification;

/// <summary>A layer of a recorded conversion.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Inbounds">The names of the layers whose outputs it takes.</param>
/// <param name="Parameters">Its parameters, in order: an <see cref="int"/>, <see cref="bool"/>, <see cref="string"/> or <see cref="EquatableArray{T}"/> of int.</param>
/// <param name="Variables">Its variables, in order.</param>
internal sealed record RecordedAkidaLayer(
    string Name, string Type, IReadOnlyList<string> Inbounds, IReadOnlyList<AkidaParameter> Parameters, IReadOnlyList<(string Name, NpyArray Value)> Variables);

/// <summary>The converted layers of a case: <c>akida.json</c>, and the values of their variables in <c>akida.npz</c> as <c>LAYER:VARIABLE</c>.</summary>
internal static class RecordedConversion
{
    // The input layer that the converter adds has no name of its own.
    private const string UnnamedInput = "input_data";

    /// <summary>Reads the layers from both files.</summary>
    /// <exception cref="ModelFileException">A file is missing or damaged, or what it holds is not as expected.</exception>
    public static IReadOnlyList<RecordedAkidaLayer> Read(string layersPath, string valuesPath)
    {
        JsonPlace layers = JsonPlace.Read(layersPath);
        IReadOnlyDictionary<string, NpyArray> values = NpzFile.Read(valuesPath);
        return [.. layers.Items().Select(layer => ReadLayer(layer, values, valuesPath))];
    }

    private static RecordedAkidaLayer ReadLayer(JsonPlace layer, IReadOnlyDictionary<string, NpyArray> values, string valuesPath)
    {
        string name = NameOf(layer.Member("name"));
        return new RecordedAkidaLayer(
            name,
            layer.Member("type").Text(),
            [.. layer.Member("inbounds").Items().Select(NameOf)],
            [.. layer.Member("parameters").Members().Select(member => new AkidaParameter(member.Name, ValueOf(member.Value)))],
            [.. layer.Member("variables").Members().Select(member => (member.Name, Find($"{name}:{member.Name}")))]);

        NpyArray Find(string key) => !values.TryGetValue(key, out NpyArray? array) ? throw new ModelFileException(valuesPath, $"has no array '{key}'")
            : array.Values is string[] ? throw new ModelFileException(valuesPath, $"array '{key}' holds texts, must hold numbers")
            : array;
    }

    private static string NameOf(JsonPlace name) => name.IsNull ? UnnamedInput : name.Text();

    private static object ValueOf(JsonPlace value) =>
        value.IsText ? value.Text()
        : value.IsBoolean ? value.Boolean()
        : value.IsList ? value.Items().Select(item => item.Whole()).ToEquatableArray()
        : value.Whole();
}
