using System.Diagnostics;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Quantization.FloatInference;
using Akida.Quantization.Quantizing;
using Akida.Simulator.Execution;

namespace Akida.Quantization.Tests.HostileModels;

/// <summary>
/// Models that are small to write down and ask for all memory: everything that runs or writes models refuses them, names the layer, and
/// allocates next to nothing.
/// </summary>
public sealed class ModelLimitsTests
{
    private const long MaximumBytes = 4 << 20;
    private const int MaximumMilliseconds = 2000;

    private static readonly LayerNode SmallInput = new("in", new InputLayer { Shape = new(8, 8, 2), DType = DataType.UInt8 }, []);

    public static TheoryData<string> Models => [.. Absurd.Keys];

    private static Dictionary<string, (LayerNode[] Layers, string Message)> Absurd { get; } =
        new()
        {
            ["large input"] = (
                [new("in", new InputLayer { Shape = new(100000, 100000, 64) }, [])],
                "layer 'in': the output is 100000×100000×64, more than 134217728 values (AKIDA_MAX_ELEMENTS sets the limit)"
            ),
            ["many units"] = (
                [SmallInput, new("fc", new Dense { Units = int.MaxValue }, ["in"])],
                "layer 'fc': the output is 8×8×2147483647, more than"
            ),
            ["large upsampling"] = (
                [SmallInput, new("up", new UpSampling2D { Size = new(50000, 50000) }, ["in"])],
                "layer 'up': the output is 400000×400000×2, more than"
            ),
            ["upsampling that wraps around"] = (
                [SmallInput, new("up", new UpSampling2D { Size = new(1 << 29, 1 << 29) }, ["in"])],
                "layer 'up': its sizes are too large to be computed"
            ),
            ["large padding"] = (
                [SmallInput, new("pad", new ZeroPadding2D { Rows = (0, 1 << 20), Columns = (0, 1 << 20) }, ["in"])],
                "layer 'pad': the output is 1048584×1048584×2, more than"
            ),
            ["large stride of a transposed convolution"] = (
                [
                    SmallInput,
                    new(
                        "up",
                        new Conv2DTranspose
                        {
                            Filters = 4,
                            Strides = 100000,
                            Padding = Padding.Same,
                        },
                        ["in"]
                    ),
                ],
                "layer 'up': the output is 800000×800000×4, more than"
            ),
            ["many large layers"] = (
                [
                    new("in", new InputLayer { Shape = new(4096, 4096, 4) }, []),
                    .. Enumerable.Range(0, 9).Select(i => new LayerNode($"r{i}", new ReLU(), [i == 0 ? "in" : $"r{i - 1}"])),
                ],
                "layer 'r3': all layers up to it put out 335544320 values, more than 268435456 (twice AKIDA_MAX_ELEMENTS)"
            ),
        };

    [Theory]
    [MemberData(nameof(Models))]
    public void Absurd_models_are_refused_by_everything_that_takes_one(string name)
    {
        (LayerNode[] layers, string message) = Absurd[name];
        Model model = new(ModelGraph.Create("m", layers), WeightSet.Empty);

        ExpectRefusal(message, () => WeightInitialization.Create(model.Graph, 1));
        ExpectRefusal(
            message,
            () =>
                Quantizer.Quantize(model, new Samples(new Tensor(new TensorShape(1, 8, 8, 2), new float[128])), new QuantizationSettings())
        );
        ExpectRefusal(message, () => QuantizedProgram.From(model));
        ExpectRefusal(message, () => OnnxExport.ToBytes(model));
        ExpectRefusal(message, () => new FloatModel(model).Dispose());
    }

    [Fact]
    public void Weights_are_limited()
    {
        Model model = new(
            ModelGraph.Create(
                "m",
                [
                    SmallInput,
                    new(
                        "conv",
                        new Conv2D
                        {
                            Filters = 4,
                            KernelSize = 40000,
                            Padding = Padding.Same,
                        },
                        ["in"]
                    ),
                ]
            ),
            WeightSet.Empty
        );
        const string message = "layer 'conv': weight 'kernel' is 40000×40000×2×4, more than";

        ExpectRefusal(message, () => WeightInitialization.Create(model.Graph, 1));
        ExpectRefusal(message, model.CheckWeights);
        ExpectRefusal(message, () => new GraphIndex(model.Graph).Parameters(model.Graph.Layers[1]));
    }

    [Fact]
    public void Models_without_weights_are_quantised()
    {
        ModelGraph graph = ModelGraph.Create("m", [SmallInput, new("relu", new ReLU { MaxValue = 6 }, ["in"])]);

        QuantizationResult result = Quantizer.Quantize(
            new Model(graph, WeightSet.Empty),
            Samples.Random(graph, DataType.UInt8, 2, 0),
            new QuantizationSettings()
        );

        Assert.True(result.Model.Graph.IsQuantized);
    }

    [Fact]
    public void Random_samples_are_limited()
    {
        ModelGraph graph = ModelGraph.Create("m", [new("in", new InputLayer { Shape = new(4096, 4096, 4) }, [])]);

        ExpectRefusal(
            "1024 random samples of 4096×4096×4 are too many, must be at most 16",
            () => Samples.Random(graph, DataType.UInt8, Samples.DefaultCount, 0)
        );
    }

    [Fact]
    public void Absurd_converted_models_are_refused()
    {
        AkidaModel model = new(
            "m",
            AkidaVersion.V2,
            [new("in", "InputData", [], [new("input_shape", EquatableArray.Create<int>([100000, 100000, 64]))], [])]
        );

        ExpectRefusal("layer 'in': the output is 100000×100000×64, more than", () => AkidaProgram.From(model));
    }

    [Fact]
    public void Padding_around_tensors_is_limited()
    {
        // As thin as a model can be, with a kernel so long that its padding is a thousand times the input.
        IntegerInput input = new("in", new ValueFormat(new TensorShape(4096, 1, 4), 8, [0]), DataType.UInt8);
        Size2D kernel = new(1, 100_001);
        IntegerConv2D conv = new("conv", ["in"], new ValueFormat(new TensorShape(4096, 1, 1), 31, [0]))
        {
            InputShape = input.Output.Shape,
            KernelSize = kernel,
            Strides = Size2D.One,
            Padding = Padding.Same,
            WeightBits = 8,
            Weights = new EquatableArray<sbyte>(new sbyte[kernel.Width * 4]),
            BufferValueBits = 31,
        };

        ExpectRefusal(
            "layer 'in': the output with the padding of its consumers is 4096×100001×4, more than",
            () => _ = new IntegerSimulator(new IntegerProgram("m", [input, conv], ["conv"]))
        );
    }

    private static void ExpectRefusal(string message, Action act)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch time = Stopwatch.StartNew();

        GraphException error = Assert.Throws<GraphException>(act);

        Assert.StartsWith(message, error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaximumBytes);
        Assert.InRange(time.ElapsedMilliseconds, 0, MaximumMilliseconds);
    }
}
