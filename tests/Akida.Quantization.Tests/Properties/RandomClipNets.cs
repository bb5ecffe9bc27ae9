using Akida.Graph;
using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Quantization.Tests.Properties;

/// <summary>Makes random temporal nets from a seed: 3D convolutions over space and over time, on clips of signed bytes.</summary>
internal sealed class RandomClipNets
{
    private readonly Random random;
    private readonly GraphBuilder graph;
    private string last;

    private RandomClipNets(int seed)
    {
        random = new Random(seed);
        graph = new GraphBuilder($"clips_{seed}", AkidaVersion.V2);
        string input = graph.Add(
            "input",
            new InputLayer
            {
                Shape = new(random.Next(4, 8), random.Next(5, 12), random.Next(5, 12), random.Next(2, 5)),
                DType = DataType.Int8,
            }
        );
        last = graph.Add("rescaling", new Rescaling { Scale = [1 / 127.0] }, input);
    }

    private TensorShape Shape => graph.Shape(last);

    /// <summary>The float net of a seed.</summary>
    public static Model Create(int seed) => new RandomClipNets(seed).Create();

    private Model Create()
    {
        AddSpace("stem", depthwise: false);
        int count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
        {
            switch (random.Next(4))
            {
                case 0:
                    AddSpace($"space_{i}", depthwise: random.Next(2) == 0);
                    break;
                case 1:
                    AddResidual($"residual_{i}");
                    break;
                default:
                    AddTime($"time_{i}", depthwise: random.Next(2) == 0);
                    break;
            }
        }

        AddTime("last", depthwise: random.Next(2) == 0);
        AddHead();
        ModelGraph built = graph.Build();
        return new Model(
            built,
            WeightSet.Create(
                WeightInitialization
                    .Create(built, random.Next())
                    .All.Select(weight =>
                        (
                            weight.Layer,
                            weight.Weight,
                            weight.Weight switch
                            {
                                "bias" or "beta" or "moving_mean" => weight.Value.Map(_ => (float)(random.NextDouble() - 0.5)),
                                "gamma" or "moving_variance" => weight.Value.Map(_ => (float)(0.25 + (1.75 * random.NextDouble()))),
                                _ => weight.Value.Map(value => 1.5f * value),
                            }
                        )
                    )
            )
        );
    }

    private void AddSpace(string name, bool depthwise)
    {
        int kernel = random.Next(3) == 0 && !depthwise ? 1 : 3,
            stride = kernel == 3 && random.Next(2) == 0 ? 2 : 1;
        AddConvolution(
            name,
            new Conv3D
            {
                Filters = depthwise ? Shape.Channels : random.Next(2, 20),
                KernelSize = new(1, kernel, kernel),
                Strides = new(1, stride, stride),
                Padding = Padding.Same,
                Groups = depthwise ? Shape.Channels : 1,
                UseBias = random.Next(2) == 0,
            }
        );
    }

    private void AddTime(string name, bool depthwise)
    {
        int frames = random.Next(2, 6);
        last = graph.Add($"{name}/padding", new ZeroPadding3D { Time = (frames - 1, 0) }, last);
        AddConvolution(
            name,
            new Conv3D
            {
                Filters = depthwise ? Shape.Channels : random.Next(2, 20),
                KernelSize = new(frames, 1, 1),
                Groups = depthwise ? Shape.Channels : 1,
                UseBias = random.Next(2) == 0,
            }
        );
    }

    private void AddResidual(string name)
    {
        string start = last;
        AddConvolution(
            $"{name}_conv",
            new Conv3D
            {
                Filters = Shape.Channels,
                KernelSize = new(1, 3, 3),
                Padding = Padding.Same,
            }
        );
        last = graph.Add(name, new Add(), last, start);
        last = graph.Add($"{name}/relu", new ReLU { MaxValue = 6 }, last);
    }

    private void AddConvolution(string name, Conv3D convolution)
    {
        last = graph.Add(name, convolution, last);
        if (random.Next(2) == 0)
        {
            last = graph.Add($"{name}/BN", new BatchNormalization { Axis = 4 }, last);
        }

        last = graph.Add($"{name}/relu", new ReLU { MaxValue = random.Next(2) == 0 ? 6 : null }, last);
    }

    private void AddHead()
    {
        if (random.Next(2) == 0)
        {
            // Akida has no pooling behind a convolution over time.
            AddSpace("top", depthwise: false);
            last = graph.Add("gap", new AveragePooling3D { PoolSize = new(1, Shape[1], Shape[2]) }, last);
            graph.Add("logits", new Dense { Units = random.Next(2, 11) }, last);
        }
        else
        {
            graph.Add("map", new Conv3D { Filters = random.Next(1, 5), KernelSize = Size3D.One }, last);
        }
    }
}
