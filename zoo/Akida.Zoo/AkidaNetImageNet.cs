namespace Akida.Zoo;

/// <summary>AkidaNet: MobileNet v1 with plain convolutions first, as Akida runs them best, trained on ImageNet.</summary>
[AkidaModel("akidanet_imagenet", KerasName = "akidanet_{Alpha:F2}_{ImageSize}_{Classes}")]
[Input("ImageSize", "ImageSize", "Channels"), Rescaling("1 / InputScale", "InputOffset")]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, ReluV1 = "ReLU6", ReluV2 = "ReLU7.5", KernelL2 = 4e-5)]
[Variant("ImageSize = 160, Alpha = 0.5")]
public sealed partial class AkidaNetImageNet
{
    [Option("-c", "--classes", Default = 1000, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Option("-i", "--image_size", Default = 224, Choices = [32, 64, 96, 128, 160, 192, 224], Help = "height and width of the input")]
    public partial int ImageSize { get; init; }

    [Option("-a", "--alpha", Default = 1.0, Help = "width multiplier of the filters")]
    public partial double Alpha { get; init; }

    [Option(Default = 3, Help = "channels of the input")]
    public partial int Channels { get; init; }

    [Option(Default = 128.0, Help = "what inputs are divided by")]
    public partial double InputScale { get; init; }

    [Option(Default = -1.0, Help = "what is added to them then")]
    public partial double InputOffset { get; init; }

    [ConvBlock("32 * Alpha", 3, Strides = 2)]                                      public partial Layer Conv0 { get; }
    [ConvBlock("64 * Alpha", 3)]                                                   public partial Layer Conv1 { get; }
    [ConvBlock("128 * Alpha", 3, Strides = 2)]                                     public partial Layer Conv2 { get; }
    [ConvBlock("128 * Alpha", 3)]                                                  public partial Layer Conv3 { get; }
    [SeparableConvBlock("256 * Alpha", 3, Strides = 2)]                            public partial Layer Separable4 { get; }
    [SeparableConvBlock("256 * Alpha", 3)]                                         public partial Layer Separable5 { get; }
    [SeparableConvBlock("512 * Alpha", 3, Strides = 2)]                            public partial Layer Separable6 { get; }
    [SeparableConvBlock("512 * Alpha", 3, Repeat = 5, Name = "separable_{i + 7}")] public partial Layer Separable7To11 { get; }
    [SeparableConvBlock("1024 * Alpha", 3, Strides = 2)]                           public partial Layer Separable12 { get; }
    [SeparableConvBlock("1024 * Alpha", 3, Pooling = Pooling.GlobalAverage)]       public partial Layer Separable13 { get; }
    [Dropout(0.001)]                                                               public partial Layer Dropout { get; }
    [DenseBlock("Classes", UseBias = true, BatchNorm = false, Relu = null)]        public partial Layer Classifier { get; }
}
