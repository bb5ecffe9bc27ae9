using Akida.Zoo;

namespace Akida.Samples;

/// <summary>
/// Marks where something is, on a coarse grid: the features of a model of the zoo up to a layer, and a small head. What differs between
/// Akida 1.0 and 2.0 is said where it differs.
/// </summary>
[AkidaModel("mask_net")]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, ReluV1 = "ReLU6", ReluV2 = "ReLU7.5")]
public sealed partial class MaskNet
{
    [Option("-i", "--image_size", Default = 96, Choices = [64, 96, 128], Help = "height and width of the input")]
    public partial int ImageSize { get; init; }

    [Option("-a", "--alpha", Default = 0.25, Help = "width multiplier of the backbone")]
    public partial double Alpha { get; init; }

    [Backbone(typeof(AkidaNetImageNet), "ImageSize = ImageSize, Alpha = Alpha", UpTo = nameof(AkidaNetImageNet.Separable5))]
    public partial Layer Features { get; }

    [SeparableConvBlock("256 * Alpha", 3)]                            public partial Layer Context { get; }
    [SeparableConvBlock("256 * Alpha", 3, OnlyOn = AkidaVersion.V2)]  public partial Layer MoreContext { get; }
    [ConvBlock(1, 1, UseBias = true, BatchNorm = false, Relu = null)] public partial Layer Mask { get; }
}
