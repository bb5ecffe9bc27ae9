using System.Numerics;
using Akida.Formats;
using Akida.Formats.Keras;
using Akida.Formats.Onnx;
using Akida.Formats.Onnx.Qdq;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Quantization.Conversion;
using Akida.Quantization.FloatInference;
using Akida.Quantization.Quantizing;
using Akida.Simulator.Execution;
using Akida.Training;
using Akida.Training.Networks;
using TorchSharp;

namespace Akida.Layers.Tests;

/// <summary>All phases, in the order of the table.</summary>
internal static class Phases
{
    private const string Shape = "shape",
        OnnxOut = "ONNX out",
        Lowering = "lowering",
        Integers = "integers",
        Reference = "reference";

    public static IReadOnlyList<Phase> All { get; } =
    [
        new(Shape, null, InferShapes),
        new("float", Shape, RunFloats),
        new(OnnxOut, Shape, WriteOnnx),
        new("ONNX in", OnnxOut, ReadOnnx),
        new("Keras", Shape, run => WriteAndRead(run.Model)),
        new(Lowering, Shape, run => run.Judge(run.Quantised)),
        new(Integers, Lowering, ResolveIntegers),
        new(Reference, Integers, RunReference),
        new("planning", Reference, RunSimulator),
        new("QDQ", Integers, WriteQdq),
        new("quantised Keras", Lowering, run => WriteAndRead(run.Quantised.Model)),
        new(AkidaVersions.V1Name, Shape, run => Convert(run, AkidaVersion.V1)),
        new(AkidaVersions.V2Name, Shape, run => Convert(run, AkidaVersion.V2)),
        new("training", Shape, run => Train(run.Model), NeedsLibtorch: true),
        new("quantised training", Lowering, run => Train(run.Quantised.Model), NeedsLibtorch: true),
    ];

    private static PhaseOutcome InferShapes(SampleRun run)
    {
        GraphIndex index = new(run.Model.Graph);
        Assert.All(run.Model.Graph.Layers, node => Assert.True(index.Shape(node.Name).Elements > 0));
        return PhaseOutcome.Taken;
    }

    private static PhaseOutcome RunFloats(SampleRun run)
    {
        Assert.NotEmpty(OutputsOf(run.Model)[0]);
        return PhaseOutcome.Taken;
    }

    private static PhaseOutcome WriteOnnx(SampleRun run)
    {
        Assert.NotEmpty(OnnxExport.ToBytes(run.Model));
        return PhaseOutcome.Taken;
    }

    private static PhaseOutcome ReadOnnx(SampleRun run) =>
        InFile(
            OnnxFile.Extension,
            path =>
            {
                File.WriteAllBytes(path, OnnxExport.ToBytes(run.Model));
                AssertNear(OutputsOf(run.Model), OutputsOf(OnnxFile.Read(path)));
                return PhaseOutcome.Taken;
            }
        );

    /// <summary>A Keras file gives back the model: what is read would be written alike, and all weights are there.</summary>
    private static PhaseOutcome WriteAndRead(Model model) =>
        InFile(
            ".h5",
            path =>
            {
                KerasFile.Write(path, model);
                Model read = KerasFile.Read(path);
                Assert.Equal(KerasModelJson.Write(model.Graph), KerasModelJson.Write(read.Graph));
                GraphIndex index = new(model.Graph);
                foreach (LayerNode node in model.Graph.Layers)
                {
                    Assert.All(
                        index.Weights(node),
                        weight => Assert.Equal(model.Weights[node.Name, weight.Name].Values, read.Weights[node.Name, weight.Name].Values)
                    );
                }

                return PhaseOutcome.Taken;
            }
        );

    private static PhaseOutcome ResolveIntegers(SampleRun run) =>
        run.Program.Layers.Any(layer => layer is FloatLayer && layer.Name == LayerSample.Tested)
            ? new PhaseOutcome(Verdict.StaysFloat)
            : PhaseOutcome.Taken;

    private static PhaseOutcome RunReference(SampleRun run)
    {
        Assert.NotEmpty(RunReference(run.Program));
        return PhaseOutcome.Taken;
    }

    /// <summary>The simulator gives what the reference gives, in every frame.</summary>
    private static PhaseOutcome RunSimulator(SampleRun run)
    {
        IntegerSimulator simulator = new(run.Program);
        string output = run.Program.Outputs[0];
        Assert.Equal(
            RunReference(run.Program),
            Frames(run.Program).Select(frame => Run(run.Program, frame, new SimulatorRunner(simulator))[output].ToFloats())
        );
        return PhaseOutcome.Taken;
    }

    private static PhaseOutcome WriteQdq(SampleRun run)
    {
        Assert.NotEmpty(QdqExport.ToBytes(run.Quantised.Model));
        return PhaseOutcome.Taken;
    }

    /// <summary>The converted model, written and read again, gives what the quantised one gives; unless that goes on in floats.</summary>
    private static PhaseOutcome Convert(SampleRun run, AkidaVersion version)
    {
        QuantizationResult quantised = version == AkidaVersion.V2 ? run.Quantised : run.Quantise(version);
        AkidaModel converted = Converter.Convert(quantised.Model, version);
        PhaseOutcome outcome = run.Judge(quantised);
        return InFile(
            AkidaFile.Extension,
            path =>
            {
                AkidaFile.Write(path, converted);
                IReadOnlyList<float[]> ours = RunReference(AkidaProgram.From(AkidaFile.Read(path)));
                if (outcome.Verdict == Verdict.Taken)
                {
                    Assert.Equal(RunReference(QuantizedProgram.From(quantised.Model)), ours);
                }

                return outcome;
            }
        );
    }

    /// <summary>A gradient comes back to some weight.</summary>
    private static PhaseOutcome Train(Model model)
    {
        TorchRuntime.Load(threads: 1);
        TensorShape shape = ((InputLayer)model.Graph.Input.Operation).Shape;
        using Network network = Network.Create(model);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = torch.tensor(SampleRun.Input(shape), [1, .. shape.Dimensions.Select(size => (long)size)], torch.float32);
        network.Forward(input, training: true).Values.square().mean().backward();
        Assert.Contains(network.Parameters, parameter => parameter.grad is not null);
        return PhaseOutcome.Taken;
    }

    private static IReadOnlyList<float[]> OutputsOf(Model model)
    {
        TensorShape shape = ((InputLayer)model.Graph.Input.Operation).Shape;
        using FloatModel network = new(model);
        Tensor batch = new(TensorShape.Of([1, .. shape.Dimensions]), SampleRun.Input(shape));
        IReadOnlyDictionary<string, Tensor> outputs = network.Run(batch);
        return [.. model.Graph.Outputs.Select(output => outputs[output].Values)];
    }

    private static IReadOnlyList<float[]> RunReference(IntegerProgram program)
    {
        ReferenceExecutor executor = new(program);
        return [.. Frames(program).Select(frame => Run(program, frame, new ReferenceRunner(executor))[program.Outputs[0]].ToFloats())];
    }

    /// <summary>Three inputs, or three frames.</summary>
    private static IEnumerable<float[]> Frames(IntegerProgram program)
    {
        float[] first = SampleRun.Input(program.Input.Output.Shape);
        return [first, [.. first.Reverse()], [.. first.Select(value => 255 - value)]];
    }

    private static IReadOnlyDictionary<string, LayerValues> Run(IntegerProgram program, float[] frame, IRunner runner) =>
        program.Input.DType switch
        {
            DataType.UInt8 => runner.Run(Array.ConvertAll(frame, value => (byte)value)),
            DataType.Int8 => runner.Run(Array.ConvertAll(frame, value => (sbyte)(value - 128))),
            _ => runner.Run(frame),
        };

    private static void AssertNear(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> found)
    {
        Assert.Equal(expected.Select(values => values.Length), found.Select(values => values.Length));
        foreach ((float[] right, float[] ours) in expected.Zip(found))
        {
            double tolerance = 1e-4 * Math.Max(1, right.Max(Math.Abs));
            Assert.All(right.Zip(ours), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
        }
    }

    private static PhaseOutcome InFile(string extension, Func<string, PhaseOutcome> act)
    {
        string path = Path.Combine(Path.GetTempPath(), $"akida-layers-{Guid.NewGuid():N}{extension}");
        try
        {
            return act(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Runs inputs of any type.</summary>
    private interface IRunner
    {
        IReadOnlyDictionary<string, LayerValues> Run<T>(T[] input)
            where T : unmanaged, INumber<T>;
    }

    private sealed class ReferenceRunner(ReferenceExecutor executor) : IRunner
    {
        public IReadOnlyDictionary<string, LayerValues> Run<T>(T[] input)
            where T : unmanaged, INumber<T> => executor.Run<T>(input);
    }

    private sealed class SimulatorRunner(IntegerSimulator simulator) : IRunner
    {
        public IReadOnlyDictionary<string, LayerValues> Run<T>(T[] input)
            where T : unmanaged, INumber<T>
        {
            simulator.Run<T>(input);
            return simulator.Observe();
        }
    }
}
