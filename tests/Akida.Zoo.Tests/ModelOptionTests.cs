using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Operations;

namespace Akida.Zoo.Tests;

/// <summary>Options that the recorded models do not show.</summary>
public class ModelOptionTests
{
    [Theory]
    [InlineData(0.35, "11 22 44 44 89 89 179 179 179 179 179 179 358 358")]
    [InlineData(0.125, "4 8 16 16 32 32 64 64 64 64 64 64 128 128")]
    [InlineData(1.3, "41 83 166 166 332 332 665 665 665 665 665 665 1331 1331")]
    public void Widths_are_cut_to_integers(double alpha, string expected)
    {
        ModelGraph graph = new AkidaNetImageNet { Alpha = alpha }.Build(AkidaVersion.V1);

        Assert.Equal(
            expected,
            string.Join(
                ' ',
                graph
                    .Layers.Select(layer =>
                        layer.Operation switch
                        {
                            Conv2D conv => conv.Filters,
                            SeparableConv2D conv => conv.Filters,
                            _ => 0,
                        }
                    )
                    .Where(filters => filters > 0)
            )
        );
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(64, 2)]
    [InlineData(96, 3)]
    [InlineData(128, 4)]
    [InlineData(192, 6)]
    public void The_last_map_is_a_32nd_of_the_image(int imageSize, int expected)
    {
        Assert.Equal(new TensorShape(expected, expected, 1024), Shape(new AkidaNetImageNet { ImageSize = imageSize }, "separable_13"));
        Assert.Equal(new TensorShape(expected, expected, 1024), Shape(new MobileNetImageNet { ImageSize = imageSize }, "separable_13"));
        Assert.Equal(
            new TensorShape(expected, expected, 512),
            Shape(new AkidaNet18ImageNet { ImageSize = imageSize }, "pw_stage_3/conv_3")
        );
    }

    [Fact]
    public void Images_may_be_grey_and_scaled_otherwise()
    {
        GraphIndex index = new(
            new AkidaNetImageNet
            {
                Channels = 1,
                InputScale = 255,
                InputOffset = 0,
            }.Build(AkidaVersion.V2)
        );

        Assert.Equal(new TensorShape(224, 224, 1), index.Shape("input"));
        Assert.Equal(new TensorShape(3, 3, 1, 32), index.Weights(index["conv_0"])[0].Shape);
        Rescaling rescaling = (Rescaling)index["rescaling"].Operation;
        Assert.Equal((1 / 255.0, 0.0), (rescaling.Scale[0], rescaling.Offset[0]));
    }

    [Fact]
    public void CenterNet_of_small_images_doubles_the_map_three_times() =>
        Assert.Equal(new TensorShape(56, 56, 84), Shape(new CenterNet { ImageSize = 224, Classes = 80 }, "head_conv_2"));

    [Theory]
    [InlineData(3, 20, 75)]
    [InlineData(5, 80, 425)]
    public void A_YOLO_cell_has_boxes_with_classes(int anchors, int classes, int expected) =>
        Assert.Equal(
            new TensorShape(7, 7, expected),
            Shape(
                new YoloBase
                {
                    NumberAnchors = anchors,
                    Classes = classes,
                    Alpha = 1,
                },
                "detection_layer"
            )
        );

    [Fact]
    public void A_choice_that_is_none_is_refused()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new AkidaNetImageNet { ImageSize = 100 });

        Assert.Contains("must be one of 32, 64, 96, 128, 160, 192, 224", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_width_that_leaves_no_filters_is_refused(double alpha)
    {
        GraphException error = Assert.Throws<GraphException>(() => new AkidaNetImageNet { Alpha = alpha }.Build(AkidaVersion.V2));

        Assert.StartsWith("layer 'conv_0': filters is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_in_force_is_that_of_the_model()
    {
        ModelGraph graph;
        using (AkidaTarget.Set(AkidaVersion.V1))
        {
            graph = new DsCnnKws().Build();
        }

        Assert.Equal(new DsCnnKws().Build(AkidaVersion.V1), graph);
        Assert.Equal(new DsCnnKws().Build(AkidaVersion.V2), new DsCnnKws().Build());
    }

    [Theory]
    [InlineData(AkidaVersion.V1)]
    [InlineData(AkidaVersion.V2)]
    public void The_detections_of_YOLO_begin_near_zero(AkidaVersion version)
    {
        Model model = new YoloBase { Alpha = 0.25, Classes = 20 }.Initialize(version, seed: 3);
        float[][] detections =
        [
            .. model
                .Weights.All.Where(weight => weight.Layer.EndsWith("detection_layer", StringComparison.Ordinal))
                .Select(weight => weight.Value.Values),
        ];

        Assert.Equal(3, detections.Length);
        Assert.All(detections, values => Assert.Equal(1, Deviation(values) / (0.1 / 49), 0.25));
        Assert.Equal(WeightInitialization.Create(model.Graph, 3)["conv_0", "kernel"].Values, model.Weights["conv_0", "kernel"].Values);
    }

    private static double Deviation(float[] values) => Math.Sqrt(values.Average(value => (double)value * value));

    private static TensorShape Shape(IAkidaModel model, string layer)
    {
        ModelGraph graph = model.Build(
            layer.StartsWith("pw_", StringComparison.Ordinal) || model is CenterNet ? AkidaVersion.V2 : AkidaVersion.V1
        );
        return new GraphIndex(graph).Shape(layer);
    }
}
