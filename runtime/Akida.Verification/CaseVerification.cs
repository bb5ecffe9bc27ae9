using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Inference;
using Akida.Integers;
using Akida.Quantization.Conversion;

namespace Akida.Verification;

/// <summary>What came out of comparing a case.</summary>
/// <param name="Difference">The first difference, or null.</param>
/// <param name="Compared">What was compared, up to the difference.</param>
public sealed record CaseVerdict(string? Difference, string Compared);

/// <summary>
/// Runs and converts the model of a case and compares all that is recorded: inference first, then the conversion, then the converted
/// model's outputs.
/// </summary>
public sealed class CaseVerification
{
    private readonly RecordedCase recorded;
    private readonly Model model;
    private readonly IntegerProgram program;
    private readonly HashSet<string> layers = [];
    private long integers;
    private long hashed;
    private long fracBits;

    private CaseVerification(RecordedCase recorded)
    {
        this.recorded = recorded;
        model = recorded.ReadModel();
        program = model.Graph.IsQuantized
            ? QuantizedProgram.From(model)
            : throw new CaseException($"{recorded.ModelPath} is a float model, must be quantised");
    }

    /// <summary>Compares a case.</summary>
    /// <param name="recorded">The case.</param>
    /// <returns>The first difference, if there is one, and what was compared.</returns>
    /// <exception cref="CaseException">The model is a float one, or nothing is recorded that could be compared.</exception>
    /// <exception cref="SampleException">The inputs are not of the shape or type that the model takes.</exception>
    /// <exception cref="ModelFileException">The model's file is damaged.</exception>
    /// <exception cref="GraphException">The model cannot be simulated.</exception>
    public static CaseVerdict Run(RecordedCase recorded)
    {
        CaseVerification verification = new(recorded);
        List<float[]> outputs = [];
        string? difference = verification.CompareLayerNames() ?? verification.CompareInference(outputs);
        if (difference is null && verification.layers.Count == 0)
        {
            throw new CaseException($"{recorded.OutputsPath} records nothing that could be compared");
        }

        (string? converted, string compared) = difference is null ? verification.CompareConversion(outputs) : (difference, "");
        return new CaseVerdict(converted, verification.Describe() + compared);
    }

    private string InputName => $"{recorded.OutputsPath}: array 'input'";

    private string Describe()
    {
        int all = program.Layers.Count(layer => layer is not IntegerInput);
        string counted = layers.Count < all ? $"{layers.Count} of {all}" : $"all {all}";
        string byHash = hashed > 0 ? $" ({hashed:N0} of them by hash)" : "";
        return $"{counted} layers, {integers:N0} integers{byHash}, {fracBits:N0} fractional bits";
    }

    private string? CompareLayerNames()
    {
        HashSet<string> names = [.. model.Graph.Layers.Select(layer => layer.Name)];
        if (recorded.Layers.FirstOrDefault(layer => !names.Contains(layer)) is { } missing)
        {
            return $"the model has no layer '{missing}', of which something is recorded";
        }

        string? extra = recorded.Order is { } order ? names.Except(order).FirstOrDefault() : null;
        return extra is null ? null : $"layer '{extra}' is not among the recorded layers";
    }

    private string? CompareInference(List<float[]> outputs)
    {
        ModelRunner runner = ModelRunner.Of(program);
        string output = OutputLayer();
        int sample = 0;
        foreach (IReadOnlyDictionary<string, LayerValues> found in runner.Run(recorded.Input, runner.Layers, InputName))
        {
            foreach (string layer in runner.Layers)
            {
                RecordedLayer right = recorded.Find(layer, sample);
                if (LayerComparison.Difference(found[layer], right) is { } difference)
                {
                    return $"layer '{layer}', {SampleName(sample)}: {difference}";
                }

                Count(layer, right, found[layer].Format);
            }

            outputs.Add(found[output].ToFloats());
            sample++;
        }

        return null;
    }

    private void Count(string layer, RecordedLayer right, ValueFormat format)
    {
        bool byHash = right.Integers is null && right.Digest is not null;
        if (right.Integers is not null || byHash)
        {
            integers += format.Length;
            hashed += byHash ? format.Length : 0;
        }

        // Shapes are recorded of all that is; the fractional bits of all samples are the same.
        if (right.Shape is not null && layers.Add(layer))
        {
            fracBits += right.FracBits?.Length ?? right.DistinctFracBits?.Length ?? 0;
        }
    }

    private (string? Difference, string Compared) CompareConversion(List<float[]> outputs)
    {
        string? verdict = recorded.Conversion;
        bool refused = verdict is not (null or "ok");
        if (verdict is null && recorded.AkidaLayers is null)
        {
            return (null, "; no conversion is recorded");
        }

        AkidaVersion version = recorded.Version ?? throw new ModelFileException(recorded.NotesPath, "has no 'version'");
        AkidaModel converted;
        try
        {
            converted = Converter.Convert(model, version);
        }
        catch (GraphException refusal)
        {
            return refused
                ? (null, "; conversion is refused, as recorded")
                : ($"conversion is refused, recorded is that it is not: {refusal.Message}", "");
        }

        if (refused)
        {
            return ($"the model is converted, recorded is a refusal: {verdict}", "");
        }

        string? difference = recorded.AkidaLayers is { } layersRecorded ? ConversionComparison.Difference(converted, layersRecorded) : null;
        string compared = recorded.AkidaLayers is { } all
            ? $"; {all.Count} Akida layers, {all.Sum(layer => layer.Variables.Count)} variables"
            : "; Akida layers are not recorded";
        return (difference ?? CompareConverted(converted, outputs), compared + ", outputs of the converted model");
    }

    private string? CompareConverted(AkidaModel converted, List<float[]> outputs)
    {
        ModelRunner runner = ModelRunner.Of(converted);
        string name = runner.Outputs[0];
        int sample = 0;
        foreach (IReadOnlyDictionary<string, LayerValues> found in runner.Run(recorded.Input, where: InputName))
        {
            float[] ours = found[name].ToFloats(),
                right = outputs[sample];
            int at = ours.AsSpan().CommonPrefixLength(right);
            if (at < ours.Length || at < right.Length)
            {
                return ours.Length != right.Length
                    ? $"the converted model puts out {ours.Length} values, the quantised one {right.Length}"
                    : $"the converted model's output, {SampleName(sample)}: {ours[at]} at {found[name].Format.Shape.PlaceOf(at)}, "
                        + $"the quantised model's is {right[at]}, which differs by {ours[at] - right[at]}";
            }

            sample++;
        }

        return null;
    }

    // The layer whose output is the converted model's: nothing behind the first dequantiser is converted.
    private string OutputLayer() => model.Graph.Layers.FirstOrDefault(layer => layer.Operation is Dequantizer)?.Name ?? program.Outputs[0];

    private string SampleName(int sample) => $"{(program.IsTemporal ? "frame" : "sample")} {sample}";
}
