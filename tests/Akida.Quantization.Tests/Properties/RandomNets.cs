using Akida.Graph;
using Akida.Graph.Building;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Quantization.Quantizing;

namespace Akida.Quantization.Tests.Properties;

/// <summary>A float net of random layers, sizes and weights that Akida accepts, how it is to be quantised, and inputs.</summary>
/// <param name="Float">The net.</param>
/// <param name="Version">The Akida version that it is made for.</param>
/// <param name="Settings">How it is to be quantised.</param>
/// <param name="Samples">Inputs: to calibrate with and to run.</param>
internal sealed record RandomNet(Model Float, AkidaVersion Version, QuantizationSettings Settings, Samples Samples);

/// <summary>Makes random nets from a seed.</summary>
internal sealed class RandomNets
{
    private const int SampleCount = 6;

    private readonly Random random;
    private readonly AkidaVersion version;
    private readonly GraphBuilder graph;
    private string last;

    private RandomNets(int seed)
    {
        random = new Random(seed);
        version = random.Next(3) == 0 ? AkidaVersion.V1 : AkidaVersion.V2;
        graph = new GraphBuilder($"random_{seed}", version);
        last = AddInput();
    }

    private bool IsV1 => version == AkidaVersion.V1;

    private TensorShape Shape => graph.Shape(last);

    /// <summary>The net of a seed.</summary>
    public static RandomNet Create(int seed) => new RandomNets(seed).Create();

    private RandomNet Create()
    {
        AddStem();
        int count = random.Next(0, 5);
        for (int i = 0; i < count; i++)
        {
            AddBlock(i);
        }

        AddHead();
        ModelGraph built = graph.Build();
        QuantizationSettings settings = new()
        {
            Bits = IsV1 ? new(8, Pick(2, 4), Pick(1, 2, 4)) : new(Pick(4, 8, 8), Pick(4, 8, 8), Pick(2, 4, 4, 8, 8, 8)),
            PerTensorActivations = IsV1 || random.Next(4) == 0,
            InputDType =
                ((InputLayer)built.Input.Operation).DType == DataType.Float32 && TakesImage(built) ? DataType.UInt8 : DataType.Int8,
        };
        return new RandomNet(
            new Model(built, RandomWeights(built)),
            version,
            settings,
            Samples.Random(built, settings.InputDType, SampleCount, random.Next())
        );
    }

    private static bool TakesImage(ModelGraph built) => ((InputLayer)built.Input.Operation).Shape.Channels is 1 or 3;

    private string AddInput()
    {
        int channels = IsV1 ? Pick(1, 3) : Pick(1, 3, 3, 4, 6);
        bool isImage = channels is 1 or 3;
        DataType dtype = isImage ? Pick(DataType.UInt8, DataType.UInt8, DataType.Float32) : Pick(DataType.Int8, DataType.Float32);
        string input = graph.Add("input", new InputLayer { Shape = new(random.Next(7, 15), random.Next(7, 15), channels), DType = dtype });
        return dtype == DataType.Float32
            ? input
            : graph.Add(
                "rescaling",
                new Rescaling { Scale = [Pick(1.0, 1 / 127.5, 1 / 255.0)], Offset = [IsV1 || !isImage ? 0.0 : Pick(0.0, -1.0)] },
                input
            );
    }

    private void AddStem()
    {
        if (graph.Shape("input").Channels is 1 or 3)
        {
            Conv2D stem = new()
            {
                Filters = Channels(),
                KernelSize = Pick(3, 5, 7),
                Strides = random.Next(1, 3),
                Padding = Pick(Padding.Same, Padding.Same, Padding.Valid),
                UseBias = random.Next(2) == 0,
            };
            AddTail("stem", graph.Add("stem", stem, last), canPool: true, stem.Padding);
        }
        else
        {
            AddConvolution("stem");
        }
    }

    private void AddBlock(int index)
    {
        switch (IsV1 ? random.Next(2) : random.Next(8))
        {
            case 0:
                AddConvolution($"conv_{index}");
                break;
            case 1:
                AddSeparable($"sep_{index}");
                break;
            case 2:
                AddDepthwise($"dw_{index}");
                break;
            case 3 when Shape[0] <= 16:
                AddTransposed($"convt_{index}", depthwise: random.Next(2) == 0);
                break;
            case 4 or 5:
                AddResidual($"add_{index}");
                break;
            case 6:
                AddBranches($"cat_{index}");
                break;
            default:
                AddConvolution($"conv_{index}");
                break;
        }
    }

    private void AddConvolution(string name)
    {
        int kernel = IsV1 ? Pick(1, 3, 5) : Pick(1, 2, 3, 4, 5, 7);
        int stride = kernel == 3 && random.Next(3) == 0 ? 2 : 1;
        Conv2D conv = new()
        {
            Filters = Channels(),
            KernelSize = kernel,
            Strides = stride,
            Padding = Padding.Same,
            UseBias = random.Next(2) == 0,
        };
        AddTail(name, graph.Add(name, conv, last), canPool: stride == 1, Padding.Same);
    }

    private void AddSeparable(string name)
    {
        if (IsV1)
        {
            SeparableConv2D conv = new()
            {
                Filters = Channels(),
                KernelSize = Pick(3, 5),
                Padding = Padding.Same,
                UseBias = random.Next(2) == 0,
            };
            AddTail(name, graph.Add(name, conv, last), canPool: true, Padding.Same);
            return;
        }

        AddDepthwise($"dw_{name}");
        AddConvolution($"pw_{name}");
    }

    private void AddDepthwise(string name)
    {
        int stride = random.Next(3) == 0 ? 2 : 1;
        last = graph.Add(
            name,
            new DepthwiseConv2D
            {
                KernelSize = Pick(3, 5, 7),
                Strides = stride,
                Padding = Padding.Same,
                UseBias = random.Next(2) == 0,
            },
            last
        );
        if (random.Next(2) == 0)
        {
            AddTail(name, last, canPool: stride == 1, Padding.Same);
        }
    }

    private void AddTransposed(string name, bool depthwise)
    {
        Convolution2D conv = depthwise
            ? new DepthwiseConv2DTranspose
            {
                KernelSize = Pick(3, 4),
                Strides = 2,
                Padding = Padding.Same,
                UseBias = random.Next(2) == 0,
            }
            : new Conv2DTranspose
            {
                Filters = Channels(),
                KernelSize = Pick(3, 4),
                Strides = 2,
                Padding = Padding.Same,
                UseBias = random.Next(2) == 0,
            };
        AddTail(name, graph.Add(name, conv, last), canPool: false, Padding.Same);
    }

    private void AddResidual(string name)
    {
        string start = last;
        Conv2D conv = new()
        {
            Filters = Shape.Channels,
            KernelSize = 3,
            Padding = Padding.Same,
            UseBias = random.Next(2) == 0,
        };
        AddTail($"{name}_a", graph.Add($"{name}_a", conv, last), canPool: false, Padding.Same);
        string sum = graph.Add(name, new Add(), last, start);
        last = random.Next(2) == 0 ? graph.Add($"{name}/relu", Bounded(), sum) : sum;
    }

    private void AddBranches(string name)
    {
        string start = last;
        List<string> ends = [];
        for (int branch = 0; branch < 2; branch++)
        {
            last = start;
            Conv2D conv = new()
            {
                Filters = Channels(),
                KernelSize = Pick(1, 3),
                Padding = Padding.Same,
                UseBias = random.Next(2) == 0,
            };
            AddTail($"{name}_{branch}", graph.Add($"{name}_{branch}", conv, last), canPool: false, Padding.Same);
            ends.Add(last);
        }

        last = graph.Add(name, new Concatenate(), [.. ends]);
    }

    /// <summary>What follows a convolution: batch normalisation, max pooling and an activation, in any order that is allowed.</summary>
    private void AddTail(string name, string layer, bool canPool, Padding padding)
    {
        bool normalize = random.Next(2) == 0;
        if (normalize)
        {
            layer = graph.Add($"{name}/BN", new BatchNormalization { Axis = 3 }, layer);
        }

        if (canPool && random.Next(3) == 0 && graph.Shape(layer)[0] >= 4 && graph.Shape(layer)[1] >= 4)
        {
            int size = Pick(2, 2, 3);
            layer = graph.Add(
                $"{name}/maxpool",
                new MaxPooling2D
                {
                    PoolSize = size,
                    Strides = 2,
                    Padding = padding,
                },
                layer
            );
        }

        last = graph.Add($"{name}/relu", IsV1 || random.Next(4) > 0 ? Bounded() : Unbounded(), layer);
    }

    private Operation Bounded() => new ReLU { MaxValue = Pick(6.0, 3.75, 1.0) };

    private Operation Unbounded() =>
        random.Next(6) switch
        {
            0 => new Activation { Function = "gelu" },
            1 => new Activation { Function = "swish" },
            2 => new Activation { Function = "hard_silu" },
            3 => new Activation { Function = "leaky_relu", Alpha = 0.1 },
            _ => new ReLU(),
        };

    private void AddHead()
    {
        switch (random.Next(3))
        {
            case 0 when IsV1:
                last = graph.Add(
                    "head",
                    new Conv2D
                    {
                        Filters = Channels(),
                        KernelSize = 3,
                        Padding = Padding.Same,
                    },
                    last
                );
                last = graph.Add("head/global_avg", new GlobalAveragePooling2D(), last);
                last = graph.Add("head/relu", Bounded(), last);
                break;
            case 0:
                last = graph.Add(
                    "head",
                    new Conv2D
                    {
                        Filters = Channels(),
                        KernelSize = 3,
                        Padding = Padding.Same,
                    },
                    last
                );
                last = graph.Add("head/relu", Bounded(), last);
                last = graph.Add("head/global_avg", new GlobalAveragePooling2D(), last);
                break;
            default:
                last = graph.Add("flatten", new Flatten(), last);
                break;
        }

        if (random.Next(2) == 0)
        {
            last = graph.Add("fc", new Dense { Units = Channels(), UseBias = random.Next(2) == 0 }, last);
            last = graph.Add("fc/relu", Bounded(), last);
        }

        last = graph.Add("logits", new Dense { Units = random.Next(2, 11), UseBias = random.Next(2) == 0 }, last);
    }

    private WeightSet RandomWeights(ModelGraph built) =>
        WeightSet.Create(
            WeightInitialization
                .Create(built, random.Next())
                .All.Select(weight =>
                    (
                        weight.Layer,
                        weight.Weight,
                        weight.Weight switch
                        {
                            "bias" or "beta" or "moving_mean" => weight.Value.Map(_ => Uniform(-0.5, 0.5)),
                            "gamma" or "moving_variance" => weight.Value.Map(_ => Uniform(0.25, 2)),
                            _ => weight.Value.Map(value => 1.5f * value),
                        }
                    )
                )
        );

    private float Uniform(double low, double high) => (float)(low + ((high - low) * random.NextDouble()));

    private int Channels() => random.Next(2, 20);

    private T Pick<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];
}
