namespace Akida.Zoo;

/// <summary>GXNOR-Net for handwritten digits: three convolutions and two dense layers, trained on MNIST.</summary>
[AkidaModel("gxnor_mnist")]
[Input(28, 28, 1), Rescaling(1 / 255.0)]
[BlockDefaults(Padding = Padding.Same, BatchNorm = true, ReluV1 = "ReLU6", ReluV2 = "ReLU3.75")]
[Variant(Version = AkidaVersion.V2, WeightBits = 8, ActivationBits = 8)]
[Variant(Version = AkidaVersion.V2, WeightBits = 4, ActivationBits = 4)]
[Variant(Version = AkidaVersion.V1, WeightBits = 2, ActivationBits = 1)]
public sealed partial class GxnorMnist
{
    [ConvBlock(32, 5, Pooling = Pooling.Max, Name = "block_1/conv_1")]            public partial Layer Block1 { get; }
    [ConvBlock(64, 3, Strides = 2, Name = "block_2/conv_1")]                      public partial Layer Block2 { get; }
    [ConvBlock(128, 3, Pooling = Pooling.GlobalAverage, Name = "block_3/conv_1")] public partial Layer Block3 { get; }
    [DenseBlock(512, Relu = "ReLU2", Name = "fc_1")]                              public partial Layer Hidden { get; }
    [DenseBlock(10, Relu = null)]                                                 public partial Layer Predictions { get; }
}
