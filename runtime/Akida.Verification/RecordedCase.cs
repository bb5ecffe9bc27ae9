using Akida.Formats;
using Akida.Graph;

namespace Akida.Verification;

/// <summary>
/// What the vendor's tools recorded of a quantised model: a folder with <c>quantized.h5</c>, <c>outputs.npz</c> (the integers of every
/// layer, or of the last ones), <c>case.json</c> (which may have hashes of the others), and <c>akida.json</c> with <c>akida.npz</c> where
/// it was converted.
/// </summary>
public sealed class RecordedCase
{
    private const string Model = "quantized.h5",
        Arrays = "outputs.npz",
        Notes = "case.json";
    private const string ConvertedLayers = "akida.json",
        ConvertedValues = "akida.npz";

    private readonly RecordedOutputs outputs;
    private readonly CaseInformation information;

    private RecordedCase(string folder)
    {
        ModelPath = Path.Combine(folder, Model);
        OutputsPath = Path.Combine(folder, Arrays);
        outputs = RecordedOutputs.Read(OutputsPath);
        information = CaseInformation.Read(Path.Combine(folder, Notes), outputs.Count);
        string layers = Path.Combine(folder, ConvertedLayers),
            values = Path.Combine(folder, ConvertedValues);
        AkidaLayers = File.Exists(layers) || File.Exists(values) ? RecordedConversion.Read(layers, values) : null;
    }

    /// <summary>The model's file.</summary>
    public string ModelPath { get; }

    /// <summary>The file of the outputs.</summary>
    public string OutputsPath { get; }

    /// <summary>The file of the notes.</summary>
    public string NotesPath => information.Path;

    /// <summary>The inputs, stacked: independent samples, or the frames of one clip for a temporal model.</summary>
    public NpyArray Input => outputs.Input;

    /// <summary>The number of inputs.</summary>
    public int Count => outputs.Count;

    /// <summary>The Akida version that the model was quantised for, if it is recorded.</summary>
    public AkidaVersion? Version => information.Version;

    /// <summary><c>ok</c>, or why the conversion was refused; null where it is not recorded.</summary>
    public string? Conversion => information.Conversion;

    /// <summary>The names of all layers of the model, if they are recorded.</summary>
    public IReadOnlyList<string>? Order => information.Order;

    /// <summary>The names of the layers of which something is recorded.</summary>
    public IEnumerable<string> Layers => (information.Order ?? []).Concat(outputs.Layers).Concat(information.Layers).Distinct();

    /// <summary>The layers of the converted model, if they are recorded.</summary>
    public IReadOnlyList<AkidaLayer>? AkidaLayers { get; }

    /// <summary>Reads a case.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CaseException">The folder is not there, or lacks what a case has.</exception>
    /// <exception cref="ModelFileException">A file is damaged, or the files do not fit each other.</exception>
    public static RecordedCase Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CaseException($"{folder}: no such folder");
        }

        string[] missing = [.. new[] { Model, Arrays, Notes }.Where(file => !File.Exists(Path.Combine(folder, file)))];
        return missing.Length == 0
            ? new RecordedCase(folder)
            : throw new CaseException($"{folder} is no case folder: it has no {string.Join(", no ", missing)}");
    }

    /// <summary>Reads the quantised model.</summary>
    /// <exception cref="ModelFileException">Its file is damaged.</exception>
    public Model ReadModel() => KerasFile.Read(ModelPath);

    /// <summary>What is recorded of a layer for a sample, in both files.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="sample">The sample or frame, from 0 to <see cref="Count"/> - 1.</param>
    public RecordedLayer Find(string layer, int sample)
    {
        RecordedLayer arrays = outputs.Find(layer, sample),
            noted = information.Find(layer, sample);
        return arrays with
        {
            Shape = arrays.Shape ?? noted.Shape,
            ValueBits = noted.ValueBits,
            DistinctFracBits = noted.DistinctFracBits,
            Digest = noted.Digest,
        };
    }
}
