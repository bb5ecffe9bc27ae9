namespace Akida.Zoo;

/// <summary>AkidaNet for learning on the chip: the classifier gives way to a layer that makes sparse spikes, and a new classifier on them.</summary>
[AkidaModel("akidanet_imagenet_edge", KerasName = "akidanet_{Alpha:F2}_{ImageSize}_{BaseClasses}_edge")]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true)]
public sealed partial class AkidaNetImageNetEdge
{
    [Option("-c", "--classes", Default = 1000, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Option(Default = 224, Choices = new object[] { 32, 64, 96, 128, 160, 192, 224 }, Help = "height and width of the input")]
    public partial int ImageSize { get; init; }

    [Option(Default = 0.5, Help = "width multiplier of the base model")]
    public partial double Alpha { get; init; }

    [Option(Default = 1000, Help = "how many outputs the base model had")]
    public partial int BaseClasses { get; init; }

    [Backbone(typeof(AkidaNetImageNet), "ImageSize = ImageSize, Alpha = Alpha", UpTo = nameof(AkidaNetImageNet.Dropout))]
    public partial Layer Features { get; }

    [Reshape(1, 1, "1024 * Alpha", Name = "reshape")]              public partial Layer Map { get; }
    [SeparableConvBlock(2048, 3, Relu = "ReLU1")]                  public partial Layer SpikeGenerator { get; }
    [Dense("Classes", UseBias = false)]                            public partial Layer ClassificationLayer { get; }
    [Reshape("Classes", Name = "reshape_1")]                       public partial Layer Output { get; }
}
