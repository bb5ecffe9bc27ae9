using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Testing.Models;

namespace Akida.Layers.Tests;

/// <summary>A sample for each kind of layer; where a setting decides whether phases take it, several. To add a kind, add a line.</summary>
internal static class LayerSamples
{
    public static IReadOnlyList<LayerSample> All { get; } =
    [
        Sample<InputLayer>((m, _) => m.Input(8, 8, name: LayerSample.Tested).Convolution(4).Relu().Head()),
        Sample<Rescaling>((m, _) => Test(m.Input(8, 8), new Rescaling { Scale = [1 / 255.0] }).Convolution(4).Relu().Head()),
        new(typeof(InputQuantizer), (m, _) => Test(FloatInput(m), new InputQuantizer()).Convolution(4).Relu().Head())
        {
            QuantisedFrom = (m, _) => FloatInput(m).Convolution(4).Relu().Head(),
        },
        new(typeof(Dequantizer), (m, _) => Test(Stem(m).Head(), new Dequantizer())) { QuantisedFrom = (m, _) => Stem(m).Head() },
        Weighted(
            new Conv2D
            {
                Filters = 4,
                KernelSize = 3,
                Padding = Padding.Same,
            }
        ),
        Weighted(new DepthwiseConv2D { KernelSize = 3, Padding = Padding.Same }),
        Weighted(
            new SeparableConv2D
            {
                Filters = 4,
                KernelSize = 3,
                Padding = Padding.Same,
            }
        ),
        Weighted(
            new Conv2DTranspose
            {
                Filters = 4,
                KernelSize = 3,
                Strides = 2,
                Padding = Padding.Same,
            }
        ),
        Weighted(
            new DepthwiseConv2DTranspose
            {
                KernelSize = 3,
                Strides = 2,
                Padding = Padding.Same,
            }
        ),
        Weighted(new BufferTempConv { Filters = 4, KernelSize = 3 }),
        Weighted(new DepthwiseBufferTempConv { KernelSize = 3 }),
        Sample<Dense>((m, _) => Test(Stem(m).Add(new Flatten()), new Dense { Units = 4 })),
        Sample<Conv3D>((m, _) => Test(Clip(m), Spatial(4)).Relu().Add(Spatial(2))),
        Sample<PleiadesConv3D>(
            (m, _) =>
                Test(
                    Clip(m).Add(Spatial(4)).Relu(),
                    new PleiadesConv3D
                    {
                        Convolution = new Conv3D { Filters = 4, KernelSize = new(3, 1, 1) },
                        Polynomials = new JacobiPolynomials(2, -0.25, -0.25),
                    }
                )
        ),
        Sample<BatchNormalization>((m, _) => Test(Stem(m).Convolution(4), new BatchNormalization { Axis = 3 }).Relu().Head()),
        Activated(new ReLU { MaxValue = 6 }, "with a bound"),
        Activated(new ReLU(), "without a bound"),
        Activated(new Activation { Function = "swish" }, "swish"),
        Activated(new Activation { Function = "sigmoid" }, "sigmoid"),
        Activated(new TensorFlowFunction { Function = "nn.gelu" }),
        Activated(new LeakyReLU()),
        Activated(new PReLU { SharedAxes = [1, 2] }),
        Sample<Softmax>((m, _) => Test(Stem(m).Head(), new Softmax())),
        Between(new Dropout { Rate = 0.5 }),
        Between(new ActivityRegularization { L1 = 0.1 }),
        Sample<MaxPooling2D>((m, _) => Test(Stem(m).Convolution(4), new MaxPooling2D { Padding = Padding.Same }).Relu().Head()),
        Sample<AveragePooling2D>((m, _) => Test(Stem(m).Convolution(4), new AveragePooling2D()).Relu().Head()),
        Sample<GlobalAveragePooling2D>(
            (m, version) =>
                _ =
                    version == AkidaVersion.V1
                        ? Test(Stem(m).Convolution(4), new GlobalAveragePooling2D()).Relu().Head()
                        : Test(Stem(m).Convolution(4).Relu(), new GlobalAveragePooling2D()).Head()
        ),
        Sample<AveragePooling3D>(
            (m, _) => Test(Clip(m).Add(Spatial(4)).Relu(), new AveragePooling3D { PoolSize = new(1, 2, 2) }).Add(Spatial(2))
        ),
        Between(new UpSampling2D()),
        Sample<Flatten>((m, _) => Test(Stem(m), new Flatten()).Add(new Dense { Units = 4 })),
        Between(new Reshape { TargetShape = [1, 64, 4] }),
        Between(new Permute { Dims = [2, 1, 3] }),
        Sample<ZeroPadding2D>(
            (m, _) => Test(Stem(m), new ZeroPadding2D()).Convolution(4, conv => conv with { Padding = Padding.Valid }).Relu().Head()
        ),
        Sample<ZeroPadding3D>(
            (m, _) =>
                Test(Clip(m).Add(Spatial(4)).Relu(), new ZeroPadding3D { Time = (2, 0) })
                    .Add(new Conv3D { Filters = 4, KernelSize = new(3, 1, 1) })
        ),
        Between(new Cropping2D { Rows = (1, 1), Columns = (1, 1) }),
        Joined(new Add()),
        Joined(new Multiply()),
        Joined(new Subtract()),
        Joined(new Maximum()),
        Joined(new Concatenate()),
        Between(new UnsupportedOperation("Lambda")),
    ];

    private static LayerSample Sample<T>(Action<ExampleModel, AkidaVersion> build)
        where T : Operation => new(typeof(T), build);

    /// <summary>A layer with weights and its ReLU.</summary>
    private static LayerSample Weighted(Operation operation) => new(operation.GetType(), (m, _) => Test(Stem(m), operation).Relu().Head());

    /// <summary>An activation behind a convolution.</summary>
    private static LayerSample Activated(Operation operation, string? setting = null) =>
        new(operation.GetType(), (m, _) => Test(Stem(m).Convolution(4), operation).Head(), setting);

    /// <summary>A layer between the stem and the head.</summary>
    private static LayerSample Between(Operation operation) => new(operation.GetType(), (m, _) => Test(Stem(m), operation).Head());

    /// <summary>A layer that takes two branches.</summary>
    private static LayerSample Joined(Operation operation) =>
        new(
            operation.GetType(),
            (m, _) =>
            {
                string stem = Stem(m).Last,
                    left = m.Convolution(4).Relu().Last;
                string right = m.Add(
                        new Conv2D
                        {
                            Filters = 4,
                            KernelSize = 3,
                            Padding = Padding.Same,
                        },
                        "other",
                        stem
                    )
                    .Relu()
                    .Last;
                m.Add(operation, LayerSample.Tested, left, right).Head();
            }
        );

    private static ExampleModel Test(ExampleModel model, Operation operation) => model.Add(operation, LayerSample.Tested);

    private static ExampleModel Stem(ExampleModel model) => model.Stem(8, 8, 3, 4);

    private static ExampleModel FloatInput(ExampleModel model) => model.Input(8, 8, type: DataType.Float32);

    private static ExampleModel Clip(ExampleModel model) =>
        model.Add(new InputLayer { Shape = new(4, 8, 8, 3), DType = DataType.UInt8 }, "input");

    private static Conv3D Spatial(int filters) =>
        new()
        {
            Filters = filters,
            KernelSize = new(1, 3, 3),
            Padding = Padding.Same,
        };
}
