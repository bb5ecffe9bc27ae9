using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Quantization.Quantizing;

namespace Akida.Layers.Tests;

/// <summary>A sample on its way through the phases: what several of them need is made once.</summary>
internal sealed class SampleRun
{
    private const int Seed = 1;

    private readonly LayerSample sample;
    private readonly Lazy<Model> model;
    private readonly Lazy<QuantizationResult> quantised;
    private readonly Lazy<IntegerProgram> program;

    public SampleRun(LayerSample sample)
    {
        this.sample = sample;
        model = new(() => Initialised(sample.Graph(AkidaVersion.V2)));
        quantised = new(() => Quantise(AkidaVersion.V2));
        program = new(() => QuantizedProgram.From(Quantised.Model));
    }

    /// <summary>The kind.</summary>
    public Type Operation => sample.Operation;

    /// <summary>The float model for Akida 2.0.</summary>
    public Model Model => model.Value;

    /// <summary>The model quantised for Akida 2.0.</summary>
    public QuantizationResult Quantised => quantised.Value;

    /// <summary>The integers of the quantised model.</summary>
    public IntegerProgram Program => program.Value;

    /// <summary>The model, quantised for a version.</summary>
    public QuantizationResult Quantise(AkidaVersion version)
    {
        Model floats = Initialised(sample.FloatGraph(version));
        QuantizationSettings settings = new() { Bits = BitWidths.UsualFor(version), PerTensorActivations = version == AkidaVersion.V1 };
        return Quantizer.Quantize(floats, Samples.Random(floats.Graph, DataType.UInt8, count: 4, Seed), settings);
    }

    /// <summary>One input of the float model, whole numbers of a byte.</summary>
    public static float[] Input(TensorShape shape)
    {
        Random random = new(Seed);
        return [.. Enumerable.Range(0, checked((int)shape.Elements)).Select(_ => (float)random.Next(256))];
    }

    /// <summary>Taken if the layer is quantised or became part of others; otherwise why it stays float.</summary>
    public PhaseOutcome Judge(QuantizationResult result)
    {
        if (sample.QuantisedFrom is not null)
        {
            Assert.Contains(result.Model.Graph.Layers, node => node.Operation.GetType() == Operation);
        }

        return result.LeftFloat.Any(IsTested)
            ? new PhaseOutcome(Verdict.StaysFloat, NoteAbout(result) is { } note ? Reasons.Shorten(note) : null)
            : PhaseOutcome.Taken;
    }

    private static bool IsTested(string layer) =>
        layer == LayerSample.Tested || layer.StartsWith(LayerSample.Tested + "/", StringComparison.Ordinal);

    /// <summary>Why the layer stays float; there is no note where that is usual, as of a Softmax at the end.</summary>
    private static string? NoteAbout(QuantizationResult result) =>
        result.Notes.FirstOrDefault(note => note.Contains($"'{LayerSample.Tested}", StringComparison.Ordinal))
        ?? result.Notes.FirstOrDefault();

    private static Model Initialised(ModelGraph graph) => new(graph, WeightInitialization.Create(graph, Seed));
}
