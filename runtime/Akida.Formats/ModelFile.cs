using Akida.Formats.Onnx;

namespace Akida.Formats;

/// <summary>A model file of any kind, read.</summary>
public abstract record ModelFile
{
    private static readonly (string Extension, Func<string, ModelFile> Load)[] Kinds =
    [
        (".h5", path => new KerasModelFile(KerasFile.Read(path))),
        (".hdf5", path => new KerasModelFile(KerasFile.Read(path))),
        (".safetensors", path => new AkidaModelFile(AkidaFile.Read(path))),
        (".onnx", path => new KerasModelFile(OnnxFile.Read(path))),
    ];

    private protected ModelFile() { }

    /// <summary>Loads a model of the kind that its extension says, in upper or lower case.</summary>
    /// <exception cref="ModelFileException">The extension is of no kind of model, or the file is missing, damaged or not what its extension
    /// says.</exception>
    public static ModelFile Load(string path)
    {
        string extension = Path.GetExtension(path);
        foreach ((string known, Func<string, ModelFile> load) in Kinds)
        {
            if (extension.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return File.Exists(path) ? load(path) : throw new ModelFileException(path, "no such file");
            }
        }

        string hint = extension.ToLowerInvariant() switch
        {
            ".fbz" => "; .fbz files of other tools are closed, convert the quantised .h5 instead",
            ".keras" => "; save it as .h5 in Keras",
            _ => "",
        };
        throw new ModelFileException(
            path,
            $"is not a model file: its extension is '{extension}', must be {string.Join(", ", Kinds.Select(kind => kind.Extension))}{hint}"
        );
    }
}

/// <summary>A float or quantised model of a Keras file, or a float model of an ONNX file as its Keras equivalent.</summary>
/// <param name="Model">The model.</param>
public sealed record KerasModelFile(Model Model) : ModelFile;

/// <summary>A converted model.</summary>
/// <param name="Model">The model.</param>
public sealed record AkidaModelFile(AkidaModel Model) : ModelFile;
