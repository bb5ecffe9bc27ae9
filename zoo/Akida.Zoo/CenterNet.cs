namespace Akida.Zoo;

/// <summary>
/// CenterNet: objects as points, on AkidaNet18 and a neck that doubles the map three times and adds the backbone's maps. For Akida 2.0.
/// </summary>
[AkidaModel("centernet", KerasName = "centernet_base", SavedByKerasName = true, Versions = [AkidaVersion.V2])]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, Relu = "ReLU7.5", Fused = false)]
public sealed partial class CenterNet
{
    [Option("-c", "--classes", Default = 20, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Option("-i", "--image_size", Default = 384, Choices = [224, 384], Help = "height and width of the input")]
    public partial int ImageSize { get; init; }

    [Backbone(typeof(AkidaNet18ImageNet), "ImageSize = ImageSize, InputScale = 127.0",
        UpTo = nameof(AkidaNet18ImageNet.Stage3Last), Pooling = Pooling.None)]
    public partial Layer Backbone { get; }

    [SeparableConvBlock(256, 5)]                            public partial Layer NeckSepconv0 { get; }
    [SepConvTransposeBlock(256, 4)]                         public partial Layer NeckTransposeSepconv0 { get; }
    [Add(nameof(NeckTransposeSepconv0), "Backbone.Stage2")] public partial Layer NeckAdd0 { get; }

    [SeparableConvBlock(128, 5)]                            public partial Layer NeckSepconv1 { get; }
    [SepConvTransposeBlock(128, 4)]                         public partial Layer NeckTransposeSepconv1 { get; }
    [Add(nameof(NeckTransposeSepconv1), "Backbone.Stage1")] public partial Layer NeckAdd1 { get; }

    [ConvBlock(64, 3)]                                   public partial Layer NeckConv2 { get; }
    [ConvTransposeBlock(64, 4, Strides = 2)]             public partial Layer NeckTransposeConv2 { get; }
    [Add(nameof(NeckTransposeConv2), "Backbone.Stage0")] public partial Layer NeckAdd2 { get; }

    [ConvBlock(192, 3)]                                                           public partial Layer HeadConv1 { get; }
    [ConvBlock("Classes + 4", 1, UseBias = true, BatchNorm = false, Relu = null)] public partial Layer HeadConv2 { get; }
}
