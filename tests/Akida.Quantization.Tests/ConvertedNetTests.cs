using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Quantization.Conversion;
using Akida.Quantization.Quantizing;
using Akida.Simulator.Execution;

namespace Akida.Quantization.Tests;

/// <summary>Blocks that no case has are converted without loss, too.</summary>
public sealed class ConvertedNetTests
{
    [Fact]
    public void A_max_pooling_before_a_lookup_activation() =>
        AssertSame(
            AkidaVersion.V2,
            new(),
            new(
                "conv",
                new Conv2D
                {
                    Filters = 4,
                    KernelSize = 3,
                    Padding = Padding.Same,
                },
                ["input"]
            ),
            new("pool", new MaxPooling2D { Padding = Padding.Same }, ["conv"]),
            new("swish", new Activation { Function = "swish" }, ["pool"]),
            new("flatten", new Flatten(), ["swish"]),
            new("dense", new Dense { Units = 3 }, ["flatten"])
        );

    [Fact]
    public void A_lookup_activation_and_an_average() =>
        AssertSame(
            AkidaVersion.V2,
            new(),
            new(
                "conv",
                new Conv2D
                {
                    Filters = 4,
                    KernelSize = 3,
                    Padding = Padding.Same,
                },
                ["input"]
            ),
            new("relu", new ReLU { MaxValue = 6 }, ["conv"]),
            new(
                "second",
                new Conv2D
                {
                    Filters = 4,
                    KernelSize = 3,
                    Padding = Padding.Same,
                },
                ["relu"]
            ),
            new("swish", new Activation { Function = "swish" }, ["second"]),
            new("average", new GlobalAveragePooling2D(), ["swish"]),
            new("dense", new Dense { Units = 3 }, ["average"])
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_map_made_flat_before_a_fully_connected_layer(bool reshape) =>
        AssertSame(
            AkidaVersion.V1,
            new() { Bits = new(8, 4, 4), PerTensorActivations = true },
            new(
                "conv",
                new Conv2D
                {
                    Filters = 3,
                    KernelSize = 3,
                    Padding = Padding.Same,
                },
                ["input"]
            ),
            new("relu", new ReLU { MaxValue = 6 }, ["conv"]),
            new("flat", reshape ? new Reshape { TargetShape = [8 * 6 * 3] } : new Flatten(), ["relu"]),
            new("dense", new Dense { Units = 5 }, ["flat"])
        );

    private static void AssertSame(AkidaVersion version, QuantizationSettings settings, params LayerNode[] layers)
    {
        LayerNode input = new("input", new InputLayer { Shape = new(8, 6, 1), DType = DataType.UInt8 }, []);
        ModelGraph graph = ModelGraph.Create("net", [input, .. layers]);
        Model quantized = Quantizer
            .Quantize(new Model(graph, WeightInitialization.Create(graph, 5)), Samples.Random(graph, DataType.UInt8, 8, 1), settings)
            .Model;
        byte[] sample = new byte[48];
        new Random(2).NextBytes(sample);
        IntegerProgram expected = QuantizedProgram.From(quantized),
            actual = AkidaProgram.From(Converter.Convert(quantized, version));

        float[] right = new ReferenceExecutor(expected).Run<byte>(sample)[expected.Outputs[0]].Floats;
        Assert.Equal(right, new ReferenceExecutor(actual).Run<byte>(sample)[actual.Outputs[0]].Floats);
        Assert.Equal(right, Run(new IntegerSimulator(actual), sample)[actual.Outputs[0]].Floats);
    }

    private static IReadOnlyDictionary<string, LayerValues> Run(IntegerSimulator simulator, byte[] sample)
    {
        simulator.Run<byte>(sample);
        return simulator.Observe();
    }
}
