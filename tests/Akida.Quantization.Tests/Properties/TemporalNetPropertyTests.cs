using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Quantization.Conversion;
using Akida.Quantization.FloatInference;
using Akida.Quantization.Quantizing;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;

namespace Akida.Quantization.Tests.Properties;

/// <summary>
/// Laws of temporal nets, which take a frame at a time, on random ones: a fifth as many as <see cref="QuantizedNetPropertyTests"/> makes.
/// </summary>
public sealed class TemporalNetPropertyTests
{
    private const int Frames = 8;

    // The ranges begin with those of a frame before which there are none, and move slowly.
    private const int CalibrationFrames = 60;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, QuantizedNetPropertyTests.Count / 5)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_clip_gives_what_its_frames_give(int seed)
    {
        Model clips = RandomClipNets.Create(seed);
        LoweredGraph lowered = Sanitizer.Sanitize(clips.Graph, new MeasuredWeightFacts(clips.Weights));
        Model frames = new(lowered.Graph, WeightEditor.Apply(clips.Weights, lowered.Edits));
        TensorShape clip = ((InputLayer)clips.Graph.Input.Operation).Shape;
        Samples samples = Samples.Random(clips.Graph, DataType.Int8, clip[0], seed);

        using FloatModel whole = new(clips),
            single = new(frames);
        Tensor expected = whole.Run(samples.All().Reshape(TensorShape.Of([1, .. clip.Dimensions]))).Single().Value;
        float[] actual = [.. Enumerable.Range(0, clip[0]).SelectMany(frame => single.Run(Frame(samples, frame)).Single().Value.Values)];

        float scale = expected.Values.Max(MathF.Abs);
        Assert.Equal(expected.Values, actual, (a, b) => MathF.Abs(a - b) <= 1e-4f * scale);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_executor_gives_the_integers_of_the_reference(int seed)
    {
        (Model model, Samples samples) = Quantize(seed);
        IntegerProgram program = QuantizedProgram.From(model),
            converted = AkidaProgram.From(Converter.Convert(model, AkidaVersion.V2));
        sbyte[][] inputs = [.. Enumerable.Range(0, Frames).Select(frame => Bytes(samples, frame))];
        IReadOnlyDictionary<string, LayerValues>[] expected = RunClip(inputs, new ReferenceExecutor(program));
        float[][] outputs = [.. expected.Select(frame => frame[program.Outputs[0]].Floats)];

        Assert.Equal(outputs, RunClip(inputs, new ReferenceExecutor(converted)).Select(frame => frame[converted.Outputs[0]].Floats));
        foreach (KernelSet kernels in KernelSets.All.Where(set => set.IsSupported))
        {
            IntegerSimulator observed = new(program, kernels, observeAll: true),
                fused = new(program, kernels),
                akida = new(converted, kernels),
                spread = new(program, kernels);
            NetRuns.Divide(spread, seed);
            for (int clip = 0; clip < 2; clip++, observed.Reset(), fused.Reset(), akida.Reset(), spread.Reset())
            {
                for (int frame = 0; frame < Frames; frame++)
                {
                    observed.Run<sbyte>(inputs[frame]);
                    foreach ((string layer, LayerValues values) in observed.Observe().Where(layer => !layer.Value.Format.IsFloat))
                    {
                        Assert.True(
                            expected[frame][layer].Integers.SequenceEqual(values.Integers),
                            $"'{layer}' differs in frame {frame} of clip {clip} on {kernels.Name}"
                        );
                    }

                    Assert.Equal(outputs[frame], Output(fused, inputs[frame]));
                    Assert.Equal(outputs[frame], Output(akida, inputs[frame]));
                    Assert.Equal(outputs[frame], Output(spread, inputs[frame]));
                }
            }
        }
    }

    [Fact]
    public void Frames_follow_each_other_so_they_are_not_shared_out()
    {
        IntegerSimulator simulator = new(QuantizedProgram.From(Quantize(0).Model));
        sbyte[] inputs = new sbyte[2 * simulator.Program.Input.Output.Length];

        string message = Assert
            .Throws<InvalidOperationException>(() => simulator.RunBatch<sbyte>(inputs, new float[2 * simulator.OutputLength]))
            .Message;

        Assert.Equal("model 'clips_0' is temporal: its frames must be run in order", message);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Eight_bits_are_near_the_float_net(int seed)
    {
        Model clips = RandomClipNets.Create(seed);
        (Model model, Samples samples) = Quantize(seed, CalibrationFrames, new QuantizationSettings());
        LoweredGraph lowered = Sanitizer.Sanitize(clips.Graph, new MeasuredWeightFacts(clips.Weights));
        using FloatModel network = new(new Model(lowered.Graph, WeightEditor.Apply(clips.Weights, lowered.Edits)));
        IntegerSimulator simulator = new(QuantizedProgram.From(model));
        float[] expected =
        [
            .. Enumerable.Range(0, CalibrationFrames).SelectMany(frame => network.Run(Frame(samples, frame)).Single().Value.Values),
        ];

        float[] actual = [.. Enumerable.Range(0, CalibrationFrames).SelectMany(frame => Output(simulator, Bytes(samples, frame)))];

        double error = Math.Sqrt(expected.Zip(actual, (a, b) => Math.Pow(a - b, 2)).Average()),
            spread = Math.Sqrt(expected.Select(value => Math.Pow(value - expected.Average(), 2)).Average());
        Assert.True(error < 0.5 * spread, $"the error is {error}, the spread of the outputs {spread}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Files_are_read_as_they_were_written(int seed)
    {
        Model model = Quantize(seed).Model;
        string folder = Directory.CreateTempSubdirectory("akida-clips-").FullName;
        try
        {
            string path = Path.Combine(folder, "net.h5");
            KerasFile.Write(path, model);
            Model read = KerasFile.Read(path);

            Assert.Equal(model.Graph.Layers, read.Graph.Layers);
            Assert.All(model.Weights.All, weight => Assert.Equal(weight.Value.Values, read.Weights[weight.Layer, weight.Weight].Values));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (Model Model, Samples Samples) Quantize(int seed, int frames = Frames, QuantizationSettings? settings = null)
    {
        Random random = new(seed);
        Model clips = RandomClipNets.Create(seed);
        Samples samples = Samples.Random(clips.Graph, DataType.Int8, frames, seed) with { BatchSize = 1 };
        settings ??= new()
        {
            Bits = new(8, random.Next(2) == 0 ? 8 : 4, random.Next(2) == 0 ? 8 : 4),
            PerTensorActivations = random.Next(3) == 0,
        };
        return (Quantizer.Quantize(clips, samples, settings).Model, samples);
    }

    private static Tensor Frame(Samples samples, int frame)
    {
        Tensor all = samples.All();
        int length = all.Values.Length / samples.Source.Count;
        return new Tensor(TensorShape.Of([1, .. samples.Source.Shape.Dimensions]), all.Values[(frame * length)..((frame + 1) * length)]);
    }

    private static sbyte[] Bytes(Samples samples, int frame) => Array.ConvertAll(Frame(samples, frame).Values, value => (sbyte)value);

    private static IReadOnlyDictionary<string, LayerValues>[] RunClip(sbyte[][] inputs, ReferenceExecutor executor) =>
        [.. inputs.Select(input => executor.Run<sbyte>(input))];

    private static float[] Output(IntegerSimulator simulator, sbyte[] input)
    {
        float[] output = new float[simulator.OutputLength];
        simulator.Run<sbyte>(input, output);
        return output;
    }
}
