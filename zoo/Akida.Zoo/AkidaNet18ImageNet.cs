namespace Akida.Zoo;

/// <summary>
/// AkidaNet18: a stem of 4×4 patches and four stages of four blocks as deep as ResNet18, without its shortcuts. Trained on ImageNet, for
/// Akida 2.0.
/// </summary>
[AkidaModel("akidanet18_imagenet", KerasName = "akidanet18_{ImageSize}_{Classes}", Versions = [AkidaVersion.V2])]
[Input("ImageSize", "ImageSize", "Channels"), Rescaling("1 / InputScale", "InputOffset")]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, Relu = "ReLU7.5", Fused = false, PostReluGap = true)]
public sealed partial class AkidaNet18ImageNet
{
    [Option("-c", "--classes", Default = 1000, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Option("-i", "--image_size", Default = 224, Choices = [32, 64, 96, 128, 160, 192, 224], Help = "height and width of the input")]
    public partial int ImageSize { get; init; }

    [Option(Default = 3, Help = "channels of the input")]
    public partial int Channels { get; init; }

    [Option(Default = 128.0, Help = "what inputs are divided by")]
    public partial double InputScale { get; init; }

    [Option(Default = -1.0, Help = "what is added to them then")]
    public partial double InputOffset { get; init; }

    [ConvBlock(64, 4, Strides = 4)]                                                        public partial Layer ConvnextStem { get; }
    [ConvBlock(64, 3, Repeat = 4, Name = "stage_0/conv_{i}")]                              public partial Layer Stage0 { get; }
    [ConvBlock(128, 3, Strides = 2, Name = "stage_1/conv_0")]                              public partial Layer Stage1Down { get; }
    [ConvBlock(128, 3, Repeat = 3, Name = "stage_1/conv_{i + 1}")]                         public partial Layer Stage1 { get; }
    [SeparableConvBlock(256, 3, Strides = 2, Name = "stage_2/conv_0")]                     public partial Layer Stage2Down { get; }
    [SeparableConvBlock(256, 3, Repeat = 3, Name = "stage_2/conv_{i + 1}")]                public partial Layer Stage2 { get; }
    [SeparableConvBlock(512, 3, Strides = 2, Name = "stage_3/conv_0")]                     public partial Layer Stage3Down { get; }
    [SeparableConvBlock(512, 3, Repeat = 2, Name = "stage_3/conv_{i + 1}")]                public partial Layer Stage3 { get; }
    [SeparableConvBlock(512, 3, Pooling = Pooling.GlobalAverage, Name = "stage_3/conv_3")] public partial Layer Stage3Last { get; }
    [DenseBlock("Classes", UseBias = true, BatchNorm = false, Relu = null)]                public partial Layer Classifier { get; }
}
