using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Quantization.FloatInference;
using Akida.Quantization.Quantizing;
using Akida.Quantization.Tests.Properties;

namespace Akida.Quantization.Tests.Quantizing;

/// <summary>Calibration divides batches, runs the parts on all cores and reads samples as it needs them: nobody can see it.</summary>
public sealed class CalibratorTests
{
    private const int Nets = 40;

    /// <summary>Held against whole batches, each run at once, and the moving average as it is defined.</summary>
    [Fact]
    public void Ranges_are_those_of_whole_batches()
    {
        for (int seed = 0; seed < Nets; seed++)
        {
            RandomNet net = RandomNets.Create(seed);
            LoweredGraph lowered = Sanitizer.Sanitize(net.Float.Graph, new MeasuredWeightFacts(net.Float.Weights));
            Model model = new(lowered.Graph, WeightEditor.Apply(net.Float.Weights, lowered.Edits));
            Dictionary<string, bool> layers = QuantizerPlacement
                .Place(lowered, net.Settings)
                .Graph.Layers.Where(layer => layer.Quantization?.OutputQuantizer is not null)
                .ToDictionary(layer => layer.Name, layer => layer.Quantization!.OutputQuantizer!.IsPerAxis);
            Samples samples = Samples.Random(net.Float.Graph, net.Settings.InputDType, count: 45, seed) with
            {
                BatchSize = 1 + (seed % 20),
                Epochs = 1 + (seed % 2),
            };

            CalibratedRanges found = Calibrator.Measure(model, samples, layers, InputRanges.PerChannel);

            (Dictionary<string, float[]> outputs, float[] minimum, float[] maximum) = Expected(model, samples, layers);
            Assert.True(outputs.Keys.ToHashSet().SetEquals(found.Outputs.Keys), $"seed {seed}");
            Assert.All(outputs, layer => Assert.True(layer.Value.SequenceEqual(found.Outputs[layer.Key]), $"seed {seed}, {layer.Key}"));
            Assert.Equal(minimum, found.InputMinimum);
            Assert.Equal(maximum, found.InputMaximum);
        }
    }

    [Theory]
    [InlineData(10, 4, 2, "2 2| 2 2| 2|")]
    [InlineData(7, 3, 2, "2 1| 2 1| 1|")]
    [InlineData(5, 8, 3, "3 2|")]
    [InlineData(3, 1, 8, "1| 1| 1|")]
    [InlineData(0, 4, 2, "")]
    public void Batches_are_divided_into_parts(int count, int batchSize, int most, string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', BatchPart.All(count, batchSize, most).Select(part => part.Size + (part.EndsBatch ? "|" : "")))
        );

    [Fact]
    public void Samples_are_read_as_they_are_needed()
    {
        RandomNet net = RandomNets.Create(1);
        Samples random = Samples.Random(net.Float.Graph, net.Settings.InputDType, count: 2000, seed: 1);
        CountingSource source = new(random.Source);
        List<int> ahead = [];

        Quantizer.Quantize(
            net.Float,
            new Samples(source, BatchSize: 10, Epochs: 2),
            net.Settings,
            new Progress(progress => ahead.Add(source.Taken - (progress.Batches * 10)))
        );

        // At most 2 parts of 8 samples for each core, and the one that has just been read.
        Assert.InRange(ahead.Max(), 1, 8 * ((2 * Environment.ProcessorCount) + 1));
        Assert.Equal((2, 4000), (source.Passes, source.Taken));
    }

    [Fact]
    public void An_error_of_the_source_comes_through()
    {
        RandomNet net = RandomNets.Create(1);
        CountingSource source = new(Samples.Random(net.Float.Graph, net.Settings.InputDType, count: 100, seed: 1).Source)
        {
            FailAfter = 50,
        };

        Assert.Throws<IOException>(() => Quantizer.Quantize(net.Float, new Samples(source), net.Settings));
    }

    private static (Dictionary<string, float[]> Outputs, float[] Minimum, float[] Maximum) Expected(
        Model model,
        Samples samples,
        Dictionary<string, bool> layers
    )
    {
        using FloatModel inference = new(
            model,
            [
                .. layers.Select(layer => new OnnxOutput(
                    layer.Key,
                    layer.Value ? OnnxReduction.MaxMagnitudePerChannel : OnnxReduction.MaxMagnitude
                )),
            ]
        );
        Tensor all = samples.All();
        int length = all.Values.Length / samples.Source.Count,
            channels = all.Shape.Channels;
        Dictionary<string, float[]> outputs = [];
        float[] minimum = [],
            maximum = [];
        for (int epoch = 0; epoch < samples.Epochs; epoch++)
        {
            foreach (float[][] batch in all.Values.Chunk(length).Chunk(samples.BatchSize))
            {
                float[] values = [.. batch.SelectMany(sample => sample)];
                TensorShape shape = TensorShape.Of(samples.Source.Shape.Dimensions.Prepend(batch.Length));
                minimum = Moved(minimum, PerChannel(values, channels, group => group.Min()));
                maximum = Moved(maximum, PerChannel(values, channels, group => group.Max()));
                foreach ((string layer, Tensor range) in inference.Run(new Tensor(shape, values)))
                {
                    outputs[layer] = Moved(outputs.GetValueOrDefault(layer, []), range.Values);
                }
            }
        }

        return (outputs, minimum, maximum);
    }

    private static float[] PerChannel(float[] values, int channels, Func<IEnumerable<float>, float> reduce) =>
        [.. Enumerable.Range(0, channels).Select(channel => reduce(values.Where((_, i) => i % channels == channel)))];

    private static float[] Moved(float[] state, float[] batch) =>
        state.All(value => value == 1) ? batch : [.. state.Zip(batch, (old, now) => old - ((old - now) * 0.1f))];

    private sealed class Progress(Action<CalibrationProgress> report) : IProgress<CalibrationProgress>
    {
        public void Report(CalibrationProgress value) => report(value);
    }

    private sealed class CountingSource(ISampleSource source) : ISampleSource
    {
        public TensorShape Shape => source.Shape;

        public int Count => source.Count;

        public int Passes { get; private set; }

        public int Taken { get; private set; }

        public int FailAfter { get; init; } = int.MaxValue;

        public IEnumerable<Tensor> Read(IEnumerable<int> sizes)
        {
            Passes++;
            foreach (Tensor part in source.Read(sizes))
            {
                Taken += part.Shape[0];
                yield return Taken <= FailAfter ? part : throw new IOException("the end");
            }
        }
    }
}
