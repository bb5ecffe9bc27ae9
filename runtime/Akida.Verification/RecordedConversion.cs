using Akida.Formats;
using Akida.Graph;

namespace Akida.Verification;

/// <summary>
/// The converted layers of a case: <c>akida.json</c>, and the values of their variables in <c>akida.npz</c> as <c>LAYER:VARIABLE</c>.
/// </summary>
internal static class RecordedConversion
{
    // The input layer that the converter adds has no name of its own.
    private const string UnnamedInput = "input_data";

    /// <summary>Reads the layers from both files.</summary>
    /// <exception cref="ModelFileException">A file is missing or damaged, or what it holds is not as expected.</exception>
    public static IReadOnlyList<AkidaLayer> Read(string layersPath, string valuesPath)
    {
        JsonPlace layers = JsonPlace.Read(layersPath);
        IReadOnlyDictionary<string, NpyArray> values = NpzFile.Read(valuesPath);
        return [.. layers.Items().Select(layer => ReadLayer(layer, values, valuesPath))];
    }

    private static AkidaLayer ReadLayer(JsonPlace layer, IReadOnlyDictionary<string, NpyArray> values, string valuesPath)
    {
        string name = NameOf(layer.Member("name"));
        return new AkidaLayer(
            name,
            layer.Member("type").Text(),
            [.. layer.Member("inbounds").Items().Select(NameOf)],
            [.. layer.Member("parameters").Members().Select(member => new AkidaParameter(member.Name, ValueOf(member.Value)))],
            [.. layer.Member("variables").Members().Select(member => Variable(member.Name))]
        );

        AkidaVariable Variable(string variable)
        {
            string key = $"{name}:{variable}";
            NpyArray array = values.TryGetValue(key, out NpyArray? found)
                ? found
                : throw new ModelFileException(valuesPath, $"has no array '{key}'");
            return array.Values is string[]
                ? throw new ModelFileException(valuesPath, $"array '{key}' holds texts, must hold numbers")
                : new AkidaVariable(variable, new TensorShape(array.Shape), array.Values);
        }
    }

    private static string NameOf(JsonPlace name) => name.IsNull ? UnnamedInput : name.Text();

    private static object ValueOf(JsonPlace value) =>
        value.IsText ? value.Text()
        : value.IsBoolean ? value.Boolean()
        : value.IsList ? value.Items().Select(item => item.Whole()).ToEquatableArray()
        : value.Whole();
}
