using System.Text.Json;
using System.Text.Json.Nodes;
using Akida.Formats.Json;
using Akida.Formats.Safetensors;

namespace Akida.Formats;

/// <summary>Converted models as safetensors files; <c>docs/akida-file.md</c> describes them.</summary>
public static class AkidaFile
{
    /// <summary>What the names of the files end with.</summary>
    public const string Extension = ".akida.safetensors";

    private const string FormatKey = "format",
        VersionKey = "format_version",
        NameKey = "name",
        AkidaVersionKey = "akida_version",
        LayersKey = "layers";
    private const string Format = "akida-layers",
        Version = "1";

    private static readonly JsonCodec<EquatableArray<string>> Texts = JsonCodec.List(JsonCodec.Text);

    private static readonly JsonCodec<object> Parameter = new(
        "a whole number, true or false, a text, or a list of whole numbers",
        TryReadParameter,
        value =>
            value switch
            {
                int number => JsonCodec.Int.Write(number),
                bool flag => JsonCodec.Bool.Write(flag),
                string text => JsonCodec.Text.Write(text),
                EquatableArray<int> numbers => JsonCodec.List(JsonCodec.Int).Write(numbers),
                _ => throw new GraphException($"a parameter of type {value.GetType().Name} cannot be written"),
            }
    );

    /// <summary>The Akida file that belongs beside a model file: the same name with another extension.</summary>
    public static string PathBeside(string modelPath) => Path.ChangeExtension(modelPath, null) + Extension;

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged or foreign, or of a later version.</exception>
    public static AkidaModel Read(string path) =>
        ModelFileException.Wrap(
            path,
            "safetensors",
            () =>
            {
                using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
                return ToModel(SafetensorsFormat.Read(stream, stream.Length));
            }
        );

    /// <summary>Writes a model.</summary>
    /// <exception cref="ModelFileException">The file cannot be written, or a value of the model is of a type that it cannot
    /// hold.</exception>
    public static void Write(string path, AkidaModel model)
    {
        SafetensorsContents contents = ModelFileException.WrapContents(path, () => ToContents(model));
        AtomicFile.Write(path, stream => SafetensorsFormat.Write(stream, contents));
    }

    private static SafetensorsContents ToContents(AkidaModel model)
    {
        Dictionary<string, string> metadata = new()
        {
            [FormatKey] = Format,
            [VersionKey] = Version,
            [NameKey] = model.Name,
            [AkidaVersionKey] = model.Version.Number(),
            [LayersKey] = new JsonArray([.. model.Layers.Select(WriteLayer)]).ToJsonString(),
        };
        Dictionary<string, SafetensorsTensor> tensors = [];
        foreach (AkidaLayer layer in model.Layers)
        {
            foreach (AkidaVariable variable in layer.Variables)
            {
                if (!tensors.TryAdd(TensorName(layer.Name, variable.Name), new SafetensorsTensor(variable.Shape, variable.Values)))
                {
                    throw new GraphException($"the variable '{variable.Name}' is there twice").About(layer.Name);
                }
            }
        }

        return new SafetensorsContents(metadata, tensors);
    }

    private static AkidaModel ToModel(SafetensorsContents contents)
    {
        if (!contents.Metadata.TryGetValue(FormatKey, out string? format) || format != Format)
        {
            throw new GraphException($"is no Akida file: {FormatKey} is '{format}', must be '{Format}'");
        }

        string version = Text(contents, VersionKey);
        if (version != Version)
        {
            throw new GraphException($"{VersionKey} is {version}, must be {Version}; it was written by another version of this tool");
        }

        string akida = Text(contents, AkidaVersionKey);
        AkidaVersion akidaVersion =
            AkidaVersions.FromNumber(akida)
            ?? throw new GraphException($"{AkidaVersionKey} is {akida}, must be {AkidaVersions.V1Number} or {AkidaVersions.V2Number}");
        AkidaModel model = new(Text(contents, NameKey), akidaVersion, ReadLayers(Text(contents, LayersKey), contents.Tensors));
        HashSet<string> used =
        [
            .. model.Layers.SelectMany(layer => layer.Variables.Select(variable => TensorName(layer.Name, variable.Name))),
        ];
        return contents.Tensors.Keys.FirstOrDefault(name => !used.Contains(name)) is { } stray
            ? throw new GraphException($"tensor '{stray}' belongs to no layer")
            : model;
    }

    private static JsonNode WriteLayer(AkidaLayer layer)
    {
        JsonObject json = [],
            parameters = [];
        JsonSettingsWriter settings = new(json),
            parameterSettings = new(parameters);
        settings.Required("name", JsonCodec.Text, layer.Name);
        settings.Required("type", JsonCodec.Text, layer.Type);
        settings.Required("inbounds", Texts, layer.Inbounds);
        foreach (AkidaParameter parameter in layer.Parameters)
        {
            parameterSettings.Required(parameter.Name, Parameter, parameter.Value);
        }

        json["parameters"] = parameters;
        settings.Required("variables", Texts, layer.Variables.Select(variable => variable.Name).ToEquatableArray());
        return json;
    }

    private static EquatableArray<AkidaLayer> ReadLayers(string json, IReadOnlyDictionary<string, SafetensorsTensor> tensors)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new GraphException($"{LayersKey} is {JsonSettingsReader.Show(document.RootElement)}, must be a list");
            }

            HashSet<string> names = [];
            List<AkidaLayer> layers = [];
            foreach (JsonElement element in document.RootElement.EnumerateArray())
            {
                AkidaLayer layer = ReadLayer(element, tensors);
                if (layer.Inbounds.FirstOrDefault(inbound => !names.Contains(inbound)) is { } missing)
                {
                    throw new GraphException($"its inbound '{missing}' does not come before it").About(layer.Name);
                }

                if (!names.Add(layer.Name))
                {
                    throw new GraphException($"the name '{layer.Name}' is used twice", layer.Name);
                }

                layers.Add(layer);
            }

            return layers.ToEquatableArray();
        }
        catch (JsonException error)
        {
            throw new GraphException($"{LayersKey} is not valid JSON: {error.Message}");
        }
    }

    private static AkidaLayer ReadLayer(JsonElement element, IReadOnlyDictionary<string, SafetensorsTensor> tensors)
    {
        JsonSettingsReader settings = new(element, "layer");
        string name = settings.Required("name", JsonCodec.Text, "");
        try
        {
            string type = settings.Required("type", JsonCodec.Text, "");
            EquatableArray<string> inbounds = settings.Required("inbounds", Texts, []),
                variables = settings.Required("variables", Texts, []);
            if (!element.TryGetProperty("parameters", out JsonElement parameters))
            {
                throw new GraphException("layer.parameters is missing");
            }

            if (variables.GroupBy(variable => variable).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw new GraphException($"the variable '{twice.Key}' is there twice");
            }

            JsonSettingsReader parameterSettings = new(parameters, "parameters");
            return new AkidaLayer(
                name,
                type,
                inbounds,
                parameters
                    .EnumerateObject()
                    .Select(parameter => new AkidaParameter(parameter.Name, parameterSettings.Required(parameter.Name, Parameter, 0)))
                    .ToEquatableArray(),
                variables.Select(variable => ReadVariable(name, variable, tensors)).ToEquatableArray()
            );
        }
        catch (GraphException error)
        {
            throw error.About(name);
        }
    }

    private static AkidaVariable ReadVariable(string layer, string variable, IReadOnlyDictionary<string, SafetensorsTensor> tensors) =>
        tensors.TryGetValue(TensorName(layer, variable), out SafetensorsTensor? tensor)
            ? new AkidaVariable(variable, tensor.Shape, tensor.Values)
            : throw new GraphException($"tensor '{TensorName(layer, variable)}' is missing");

    private static bool TryReadParameter(JsonElement element, out object value)
    {
        value = 0;
        switch (element.ValueKind)
        {
            case JsonValueKind.Number when element.TryGetInt32(out int number):
                value = number;
                return true;
            case JsonValueKind.True or JsonValueKind.False:
                value = element.GetBoolean();
                return true;
            case JsonValueKind.String:
                value = element.GetString()!;
                return true;
            case JsonValueKind.Array when JsonCodec.List(JsonCodec.Int).TryRead(element, out EquatableArray<int> numbers):
                value = numbers;
                return true;
            default:
                return false;
        }
    }

    private static string Text(SafetensorsContents contents, string key) =>
        contents.Metadata.TryGetValue(key, out string? text) ? text : throw new GraphException($"__metadata__ has no {key}");

    private static string TensorName(string layer, string variable) => $"{layer}/{variable}";
}
