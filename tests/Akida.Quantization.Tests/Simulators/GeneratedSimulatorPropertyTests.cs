using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Quantization.Quantizing;
using Akida.Quantization.Tests.Properties;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;

namespace Akida.Quantization.Tests.Simulators;

/// <summary>
/// The simulators that the generator emits give the integers of the reference, for random nets: a tenth as many as
/// <see cref="QuantizedNetPropertyTests"/> makes, and half as many temporal ones.
/// </summary>
public sealed class GeneratedSimulatorPropertyTests(ITestOutputHelper output)
{
    /// <summary>How many nets are compiled at once.</summary>
    private const int NetsPerCompilation = 40;

    private const int Frames = 4;

    private static readonly int Count = QuantizedNetPropertyTests.Count / 10;

    private static readonly KernelSet[] Supported = [.. KernelSets.Supported, .. KernelSets.Unassembled.Where(set => set.IsSupported)];

    [Fact]
    public void Emitted_simulators_give_the_integers_of_the_reference() =>
        ForEachNet(
            Count,
            seed => RandomNets.Create(seed),
            net => new NetToSimulate(net.Float.Graph, net.Version, net.Settings.Bits),
            (simulators, place, net) =>
            {
                Model model = Quantizer.Quantize(net.Float, net.Samples, net.Settings).Model;
                AssertBuilds(simulators.Build(place, net.Version), net.Float.Graph);
                IntegerProgram program = QuantizedProgram.From(model);
                ReferenceExecutor reference = new(program);
                float[][] inputs = Split(net.Samples);
                IReadOnlyDictionary<string, LayerValues>[] expected = [.. inputs.Select(input => NetRuns.Run(reference, input))];
                float[] outputs = [.. expected.SelectMany(layers => layers[program.Outputs[0]].ToFloats())];
                foreach (KernelSet kernels in Supported)
                {
                    IntegerSimulator observed = simulators.CreateObserved(place, program, kernels);
                    NetRuns.AssertSame(expected[0], NetRuns.Run(observed, inputs[0]), $"on {kernels}");

                    EmittedSimulator emitted = simulators.Create(place, program, kernels);
                    int half = inputs.Length / 2;
                    Assert.Equal(outputs, NetRuns.RunBatch(emitted, program, [.. inputs.SelectMany(input => input)], threads: 1));
                    Assert.Equal(outputs, NetRuns.RunBatch(emitted, program, [.. inputs.SelectMany(input => input)], threads: 3));
                    Assert.Equal(
                        outputs,
                        (float[])
                            [
                                .. NetRuns.RunBatch(emitted, program, [.. inputs.Take(half).SelectMany(input => input)], threads: 2),
                                .. NetRuns.RunBatch(emitted, program, [.. inputs.Skip(half).SelectMany(input => input)], threads: 1),
                            ]
                    );
                    Assert.Equal(outputs, inputs.SelectMany(input => NetRuns.Output(emitted, program, input)));
                    NetRuns.Divide(emitted.Simulator, outputs.Length);
                    Assert.Equal(outputs, inputs.SelectMany(input => NetRuns.Output(emitted, program, input)));
                }
            }
        );

    [Fact]
    public void Emitted_simulators_of_temporal_nets_give_the_integers_of_the_reference_frame_by_frame() =>
        ForEachNet(
            Count / 2,
            seed => (Float: RandomClipNets.Create(seed), Seed: seed),
            net => new NetToSimulate(net.Float.Graph, AkidaVersion.V2, BitWidths.UsualFor(AkidaVersion.V2)),
            (simulators, place, net) =>
            {
                Samples samples = Samples.Random(net.Float.Graph, DataType.Int8, Frames, net.Seed) with { BatchSize = 1 };
                QuantizationSettings settings = new() { Bits = BitWidths.UsualFor(AkidaVersion.V2) };
                AssertBuilds(simulators.Build(place, AkidaVersion.V2), net.Float.Graph);
                IntegerProgram program = QuantizedProgram.From(Quantizer.Quantize(net.Float, samples, settings).Model);
                ReferenceExecutor reference = new(program);
                float[][] frames = Split(samples);
                IReadOnlyDictionary<string, LayerValues>[] expected = [.. frames.Select(frame => NetRuns.Run(reference, frame))];
                foreach (KernelSet kernels in Supported)
                {
                    IntegerSimulator observed = simulators.CreateObserved(place, program, kernels);
                    EmittedSimulator emitted = simulators.Create(place, program, kernels);
                    NetRuns.Divide(emitted.Simulator, net.Seed);
                    for (int clip = 0; clip < 2; clip++, observed.Reset(), emitted.Reset())
                    {
                        for (int frame = 0; frame < Frames; frame++)
                        {
                            NetRuns.AssertSame(
                                expected[frame],
                                NetRuns.Run(observed, frames[frame]),
                                $"in frame {frame} of clip {clip} on {kernels}"
                            );
                            Assert.Equal(expected[frame][program.Outputs[0]].ToFloats(), NetRuns.Output(emitted, program, frames[frame]));
                        }
                    }
                }
            }
        );

    private void ForEachNet<TNet>(
        int count,
        Func<int, TNet> create,
        Func<TNet, NetToSimulate> toSimulate,
        Action<GeneratedSimulators, int, TNet> law
    )
    {
        int kernels = 0;
        foreach (int[] seeds in Enumerable.Range(0, count).Chunk(NetsPerCompilation))
        {
            TNet[] nets = Array.ConvertAll(seeds, seed => create(seed));
            using GeneratedSimulators simulators = new(nets.Select(toSimulate));
            for (int place = 0; place < nets.Length; place++)
            {
                try
                {
                    law(simulators, place, nets[place]);
                    kernels += simulators.KernelCount(place);
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    throw new InvalidOperationException($"the net of seed {seeds[place]}: {error.Message}", error);
                }
            }
        }

        output.WriteLine($"{count} nets with {kernels} emitted kernels");
        Assert.True(kernels > 0, "no kernel was emitted");
    }

    /// <summary>The class says what the net is: the same layers, but for how weights begin.</summary>
    private static void AssertBuilds(ModelGraph built, ModelGraph net)
    {
        GraphIndex actual = new(built),
            expected = new(net);
        Assert.Equal(
            net.Layers.Select(layer => (layer.Name, layer.Inputs, expected.Shape(layer.Name))),
            built.Layers.Select(layer => (layer.Name, layer.Inputs, actual.Shape(layer.Name)))
        );
        Assert.Equal(net.Layers.Select(layer => layer.Operation), built.Layers.Select(layer => layer.Operation));
    }

    private static float[][] Split(Samples samples) =>
        [.. samples.Source.Read(Enumerable.Repeat(1, samples.Source.Count)).Select(sample => sample.Values)];
}
