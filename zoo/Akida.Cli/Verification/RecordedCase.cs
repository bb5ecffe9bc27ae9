using Akida.Cli.CommandLine;
using Akida.Formats;

namespace Akida.Cli.Verification;

/// <summary>
/// What the vendor's tools recorded of a quantised model: a folder with <c>quantized.h5</c>, <c>outputs.npz</c> (the integers of every layer, or of the last ones),
/// <c>case.json</c> (which may have hashes of the others), and <c>akida.json</c> with <c>akida.npz</c> where it was converted.
/// </summary>
internal sealed class RecordedCase
{
    private const string Model = "quantized.h5", Arrays = "outputs.npz", Notes = "case.json", AkidaLayers = "akida.json", AkidaValues = "akida.npz";

    private RecordedCase(string folder)
    {
        ModelPath = Path.Combine(folder, Model);
        OutputsPath = Path.Combine(folder, Arrays);
        Outputs = RecordedOutputs.Read(OutputsPath);
        Information = CaseInformation.Read(Path.Combine(folder, Notes), Outputs.Count);
        string layers = Path.Combine(folder, AkidaLayers), values = Path.Combine(folder, AkidaValues);
        AkidaLayersRecorded = File.Exists(layers) || File.Exists(values) ? RecordedConversion.Read(layers, values) : null;
    }

    /// <summary>The model's file.</summary>
    public string ModelPath { get; }

    /// <summary>The file of the outputs.</summary>
    public string OutputsPath { get; }

    /// <summary>The inputs, and what the layers put out.</summary>
    public RecordedOutputs Outputs { get; }

    /// <summary>What else is known of the case.</summary>
    public CaseInformation Information { get; }

    /// <summary>The layers of the converted model, if they are recorded.</summary>
    public IReadOnlyList<RecordedAkidaLayer>? AkidaLayersRecorded { get; }

    /// <summary>The names of the layers of which something is recorded.</summary>
    public IEnumerable<string> Layers => (Information.Order ?? []).Concat(Outputs.Layers).Concat(Information.Layers).Distinct();

    /// <summary>Reads a case.</summary>
    /// <exception cref="CommandException">The folder is not there, or lacks what a case has.</exception>
    /// <exception cref="ModelFileException">A file is damaged, or the files do not fit each other.</exception>
    public static RecordedCase Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"{folder}: no such folder");
        }

        string[] missing = [.. new[] { Model, Arrays, Notes }.Where(file => !File.Exists(Path.Combine(folder, file)))];
        return missing.Length == 0 ? new RecordedCase(folder) : throw new CommandException($"{folder} is no case folder: it has no {string.Join(", no ", missing)}");
    }

    /// <summary>What is recorded of a layer for a sample, in both files.</summary>
    public RecordedLayer Find(string layer, int sample)
    {
        RecordedLayer arrays = Outputs.Find(layer, sample), noted = Information.Find(layer, sample);
        return arrays with
        {
            Shape = arrays.Shape ?? noted.Shape,
            ValueBits = noted.ValueBits,
            DistinctFracBits = noted.DistinctFracBits,
            Digest = noted.Digest,
        };
    }
}
