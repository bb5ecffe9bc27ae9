namespace Akida.Zoo;

/// <summary>YOLOv2 on AkidaNet: boxes and classes for a grid of 7×7 cells.</summary>
[AkidaModel("yolo_base")]
public sealed partial class YoloBase
{
    [Option("-c", "--classes", Default = 1, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Option("-a", "--alpha", Default = 0.5, Help = "width multiplier of the filters")]
    public partial double Alpha { get; init; }

    [Option("-na", "--number_anchors", Default = 5, Help = "anchors per grid cell")]
    public partial int NumberAnchors { get; init; }

    [Backbone(typeof(AkidaNetImageNet), "ImageSize = 224, Alpha = Alpha", UpTo = nameof(AkidaNetImageNet.Separable13), Pooling = Pooling.None, Scale = 1 / 127.5)]
    public partial Layer Features { get; }

    [YoloHeadBlock("NumberAnchors", "Classes")]
    public partial Layer Head { get; }
}
