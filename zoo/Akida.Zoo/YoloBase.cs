using Akida.Graph;
using Akida.Graph.Catalogue;

namespace Akida.Zoo;

/// <summary>YOLOv2 on AkidaNet: boxes and classes for a grid of 7×7 cells.</summary>
[AkidaModel("yolo_base")]
public sealed partial class YoloBase : IInitializesWeights
{
    [Option("-c", "--classes", Default = 1, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Option("-a", "--alpha", Default = 0.5, Help = "width multiplier of the filters")]
    public partial double Alpha { get; init; }

    [Option("-na", "--number_anchors", Default = 5, Help = "anchors per grid cell")]
    public partial int NumberAnchors { get; init; }

    [Backbone(
        typeof(AkidaNetImageNet),
        "ImageSize = 224, Alpha = Alpha, InputScale = 127.5",
        UpTo = nameof(AkidaNetImageNet.Separable13),
        Pooling = Pooling.None
    )]
    public partial Layer Features { get; }

    [YoloHeadBlock("NumberAnchors", "Classes")]
    public partial Layer Head { get; }

    /// <summary>
    /// The detections begin near zero: their weights are drawn from a normal of deviation 0.1, divided by the number of cells.
    /// </summary>
    WeightSet IInitializesWeights.InitializeWeights(ModelGraph graph, int seed)
    {
        TensorShape grid = new GraphIndex(graph).Shape(graph.Outputs[0]);
        Initializer nearZero = Initializer.RandomNormal(0.1 / (grid[0] * grid[1]));
        return WeightInitialization.Create(
            graph,
            seed,
            (layer, weight) => layer.Name.EndsWith("detection_layer", StringComparison.Ordinal) ? nearZero : weight.Initializer
        );
    }
}
