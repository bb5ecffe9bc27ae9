using Akida.Formats;
using Akida.Formats.Keras;
using Akida.Formats.Safetensors;
using Akida.Graph;
using Akida.Graph.Mapping;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Quantization.Conversion;
using Akida.Quantization.Quantizing;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;

namespace Akida.Quantization.Tests.Properties;

/// <summary>Laws of quantised nets, on random ones. <c>AKIDA_RANDOM_NETS</c> sets how many (200), a failure names the seed.</summary>
public sealed class QuantizedNetPropertyTests(ITestOutputHelper output)
{
    internal static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("AKIDA_RANDOM_NETS"), out int count) ? count : 200;

    [Fact]
    public void Every_kernel_path_gives_the_integers_of_the_reference() =>
        ForEachNet(
            (net, model) =>
            {
                IntegerProgram program = QuantizedProgram.From(model);
                foreach (KernelSet kernels in KernelSets.All.Where(set => set.IsSupported))
                {
                    IntegerSimulator observed = new(program, kernels, observeAll: true),
                        fused = new(program, kernels);
                    ReferenceExecutor reference = new(program);
                    for (int sample = 0; sample < 2; sample++)
                    {
                        IReadOnlyDictionary<string, LayerValues> expected = Run(reference, net, sample);
                        NetRuns.AssertSame(expected, Run(observed, net, sample), $"on {kernels.Name}");
                        NetRuns.AssertSame(
                            expected.Where(layer => program.Outputs.Contains(layer.Key)),
                            Run(fused, net, sample),
                            $"fused, on {kernels.Name}"
                        );
                    }
                }
            }
        );

    [Fact]
    public void The_converted_model_puts_out_what_the_quantised_one_does() =>
        ForEachNet(
            (net, model) =>
            {
                AkidaModel converted;
                try
                {
                    converted = Converter.Convert(model, net.Version);
                }
                catch (GraphException refused) when (refused.Message.Contains("padding-value", StringComparison.Ordinal))
                {
                    // A folded offset that is not a byte: the tools refuse it too.
                    return;
                }

                IntegerProgram expected = QuantizedProgram.From(model),
                    actual = AkidaProgram.From(converted);
                ReferenceExecutor quantized = new(expected),
                    akida = new(actual);
                for (int sample = 0; sample < 3; sample++)
                {
                    Assert.Equal(
                        Run(quantized, net, sample)[expected.Outputs[0]].Floats,
                        Run(akida, net, sample)[actual.Outputs[0]].Floats
                    );
                    Assert.Equal(
                        Run(quantized, net, sample)[expected.Outputs[0]].Floats,
                        Run(new IntegerSimulator(actual), net, sample)[actual.Outputs[0]].Floats
                    );
                }
            }
        );

    [Fact]
    public void Threads_and_batch_splits_change_nothing() =>
        ForEachNet(
            (net, model) =>
            {
                IntegerSimulator simulator = new(QuantizedProgram.From(model));
                float[] expected = RunBatch(simulator, net, 0, SampleCount(net), threads: 1);
                foreach (KernelSet kernels in KernelSets.Supported)
                {
                    IntegerSimulator spread = new(simulator.Program, kernels);
                    NetRuns.Divide(spread, expected.Length);
                    for (int sample = 0; sample < SampleCount(net); sample++)
                    {
                        Assert.Equal(
                            expected.Skip(sample * spread.OutputLength).Take(spread.OutputLength),
                            RunBatch(spread, net, sample, 1, threads: 0)
                        );
                    }
                }

                Assert.Equal(expected, RunBatch(simulator, net, 0, SampleCount(net), threads: 3));
                float[] split =
                [
                    .. RunBatch(simulator, net, 0, 2, threads: 2),
                    .. RunBatch(simulator, net, 2, SampleCount(net) - 2, threads: 1),
                ];
                Assert.Equal(expected, split);
            }
        );

    [Fact]
    public void Files_are_read_as_they_were_written() =>
        ForEachNet(
            (net, model) =>
            {
                string folder = Directory.CreateTempSubdirectory("akida-nets").FullName;
                try
                {
                    string keras = Path.Combine(folder, "net.h5");
                    KerasFile.Write(keras, model);
                    Model read = KerasFile.Read(keras);
                    Assert.Equal(model.Graph.Layers, read.Graph.Layers);
                    Assert.All(
                        model.Weights.All,
                        weight => Assert.Equal(weight.Value.Values, read.Weights[weight.Layer, weight.Weight].Values)
                    );

                    IntegerProgram program = QuantizedProgram.From(model);
                    Assert.Equal(
                        Run(new ReferenceExecutor(program), net, 0)[program.Outputs[0]].Floats,
                        Run(new ReferenceExecutor(QuantizedProgram.From(read)), net, 0)[program.Outputs[0]].Floats
                    );
                }
                finally
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        );

    private static int SampleCount(RandomNet net) => net.Samples.Source.Count;

    private static float[] Inputs(RandomNet net, int start, int count)
    {
        float[] values = net.Samples.All().Values;
        int length = values.Length / SampleCount(net);
        return values[(start * length)..((start + count) * length)];
    }

    private static float[] RunBatch(IntegerSimulator simulator, RandomNet net, int start, int count, int threads) =>
        NetRuns.RunBatch(simulator, Inputs(net, start, count), threads);

    private static IReadOnlyDictionary<string, LayerValues> Run(ReferenceExecutor executor, RandomNet net, int sample) =>
        NetRuns.Run(executor, Inputs(net, sample, 1));

    private static IReadOnlyDictionary<string, LayerValues> Run(IntegerSimulator simulator, RandomNet net, int sample) =>
        NetRuns.Run(simulator, Inputs(net, sample, 1));

    private void ForEachNet(Action<RandomNet, Model> law)
    {
        for (int seed = 0; seed < Count; seed++)
        {
            try
            {
                RandomNet net = RandomNets.Create(seed);
                law(net, Quantizer.Quantize(net.Float, net.Samples, net.Settings).Model);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"the net of seed {seed}: {error.Message}", error);
            }
        }

        output.WriteLine($"{Count} nets");
    }
}
